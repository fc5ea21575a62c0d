// A wall clock for tests to move. Preloaded into a server, it looks into the file $CLOCK_SHIM_FILE whenever the server
// asks for the time of day:
//
//   1700000000123    it is that many milliseconds after 1970, and stays so until the file says something else
//   +5000, -5000     the real time that many milliseconds later or earlier, which goes on
//   anything else, or no file    the real time
//
// The file is mapped once: it is written in place, in one write, and holds the text twice, `TEXT TEXT`, so that half of
// an old time and half of a new one are told apart. The monotonic clocks are left alone: a server sleeps and polls by
// them.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static char path[4096];

// Once, at the start: Redis and PostgreSQL write their titles over the environment.
__attribute__((constructor)) static void remember_path(void) {
  const char* wanted = getenv("CLOCK_SHIM_FILE");
  if (wanted && strlen(wanted) < sizeof path) strcpy(path, wanted);
}

// The file's bytes, or null while there is none. Called in signal handlers, too.
static const volatile char* mapped(void) {
  static const volatile char* page;
  if (page || !*path) return page;
  const int before = errno;
  struct stat info;
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file >= 0 && fstat(file, &info) == 0 && info.st_size > 0) {
    void* bytes = mmap(NULL, 4096, PROT_READ, MAP_SHARED, file, 0);
    if (bytes != MAP_FAILED) page = bytes;
  }
  if (file >= 0) close(file);
  errno = before;
  return page;
}

// The text that stands twice in front of the newline; empty if there is no such file.
static void read_line(char* line, size_t size) {
  const volatile char* bytes = mapped();
  char both[2 * 32 + 2];
  *line = '\0';
  for (int tries = 0; bytes && tries < 1000; ++tries) {
    size_t length = 0;
    while (length < sizeof both - 1 && bytes[length] && bytes[length] != '\n') both[length] = bytes[length], ++length;
    both[length] = '\0';
    const size_t half = length / 2;
    if (length % 2 == 0 || half >= size || both[half] != ' ' || strncmp(both, both + half + 1, half) != 0) continue;
    memcpy(line, both, half);
    line[half] = '\0';
    return;
  }
}

static int real_time(clockid_t clock, struct timespec* time) {
  return (int)syscall(SYS_clock_gettime, clock, time);
}

static void wall_time(struct timespec* time) {
  char line[32];
  read_line(line, sizeof line);
  const char* digits = line + (*line == '+' || *line == '-');
  const int is_number = *digits && strspn(digits, "0123456789") == strlen(digits);
  const long long number = is_number ? strtoll(line, NULL, 10) : 0;
  if (is_number && digits == line) {
    time->tv_sec = number / 1000;
    time->tv_nsec = number % 1000 * 1000000;
    return;
  }
  real_time(CLOCK_REALTIME, time);
  const long long nanoseconds = time->tv_nsec + number % 1000 * 1000000 + 1000000000;
  time->tv_sec += number / 1000 + nanoseconds / 1000000000 - 1;
  time->tv_nsec = nanoseconds % 1000000000;
}

int clock_gettime(clockid_t clock, struct timespec* time) {
  if (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE) return real_time(clock, time);
  wall_time(time);
  return 0;
}

int gettimeofday(struct timeval* restrict time, void* restrict zone) {
  (void)zone;
  struct timespec now;
  wall_time(&now);
  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1000;
  return 0;
}

time_t time(time_t* place) {
  struct timespec now;
  wall_time(&now);
  if (place) *place = now.tv_sec;
  return now.tv_sec;
}
