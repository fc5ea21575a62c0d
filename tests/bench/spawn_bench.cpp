// Starts programs again and again and says how long each run takes, from posix_spawn to wait4: what a shell
// script pays for a command.
//
//   spawn_bench [--runs N] [--warm-up N] [--jobs N] ::: [--before SHELL] [--stdin FILE] WORD… [::: …]
//
// Several programs take turns, run by run, so that what disturbs the machine disturbs all of them. With
// --jobs every program is run N at a time, each of the N --runs times. "{}" in a word becomes the number of
// the run, different in each. --before is a shell command that runs, not measured, before each run. Standard
// output of the programs goes to /dev/null.
//
// A line per program, fields separated by tabs: runs, failures, median, minimum, mean and 99th percentile of
// the wall time, median and minimum of the processor time, all in milliseconds, the largest resident set in
// KiB, and runs per second.
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace {

struct Program {
  std::string before;
  std::string input = "/dev/null";
  std::vector<std::string> words;
};

struct Samples {
  std::vector<double> wall, cpu;  // ms
  long largest_kib = 0;
  std::size_t failures = 0;
  double elapsed = 0;  // s
};

[[noreturn]] void die(const std::string& why) {
  std::fprintf(stderr, "spawn_bench: %s\n", why.c_str());
  std::exit(2);
}

double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

struct Run {
  double wall = 0, cpu = 0;
  long kib = 0;
  bool ok = false;
};

Run run(const std::vector<std::string>& words, const std::string& input, std::size_t number) {
  std::vector<std::string> filled = words;
  for (std::string& word : filled) {
    const auto at = word.find("{}");
    if (at != word.npos) word.replace(at, 2, std::to_string(number));
  }
  std::vector<char*> argv;
  for (std::string& word : filled) argv.push_back(word.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input.c_str(), O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t pid = 0;
  int status = 0;
  rusage usage{};
  const double start = seconds();
  const int error = posix_spawnp(&pid, argv[0], &actions, nullptr, argv.data(), environ);
  if (error != 0) die(words[0] + ": " + std::strerror(error));
  while (wait4(pid, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  const double end = seconds();
  posix_spawn_file_actions_destroy(&actions);
  const auto ms = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_usec) / 1e3;
  };
  return {(end - start) * 1e3, ms(usage.ru_utime) + ms(usage.ru_stime), usage.ru_maxrss,
          WIFEXITED(status) && WEXITSTATUS(status) == 0};
}

void prepare(const Program& program, std::size_t number) {
  if (program.before.empty()) return;
  if (!run({"/bin/sh", "-c", program.before}, "/dev/null", number).ok) die("failed: " + program.before);
}

void note(Samples& samples, const Run& run) {
  samples.wall.push_back(run.wall);
  samples.cpu.push_back(run.cpu);
  samples.largest_kib = std::max(samples.largest_kib, run.kib);
  samples.failures += !run.ok;
}

void take_turns(const std::vector<Program>& programs, std::vector<Samples>& results, std::size_t runs,
                std::size_t warm_up) {
  for (std::size_t n = 0; n < warm_up + runs; ++n) {
    for (std::size_t i = 0; i < programs.size(); ++i) {
      prepare(programs[i], n);
      const double start = seconds();
      const Run result = run(programs[i].words, programs[i].input, n);
      if (n < warm_up) continue;
      results[i].elapsed += seconds() - start;
      note(results[i], result);
    }
  }
}

void run_at_once(const Program& program, Samples& samples, std::size_t runs, std::size_t warm_up,
                 std::size_t jobs) {
  prepare(program, 0);
  for (std::size_t n = 0; n < warm_up; ++n) run(program.words, program.input, n);
  std::mutex mutex;
  std::atomic<std::size_t> number{warm_up};
  std::vector<std::thread> threads;
  const double start = seconds();
  for (std::size_t j = 0; j < jobs; ++j) {
    threads.emplace_back([&] {
      for (std::size_t n = 0; n < runs; ++n) {
        const Run result = run(program.words, program.input, number++);
        const std::lock_guard lock(mutex);
        note(samples, result);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  samples.elapsed = seconds() - start;
}

void print(Samples& samples) {
  std::sort(samples.wall.begin(), samples.wall.end());
  std::sort(samples.cpu.begin(), samples.cpu.end());
  const std::size_t n = samples.wall.size();
  double sum = 0;
  for (const double x : samples.wall) sum += x;
  std::printf("%zu\t%zu\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\t%ld\t%.1f\n", n, samples.failures,
              samples.wall[n / 2], samples.wall.front(), sum / static_cast<double>(n),
              samples.wall[std::min(n - 1, n * 99 / 100)], samples.cpu[n / 2], samples.cpu.front(),
              samples.largest_kib, static_cast<double>(n) / samples.elapsed);
}

std::size_t number(const char* text) {
  char* end = nullptr;
  const unsigned long n = text ? std::strtoul(text, &end, 10) : 0;
  if (!text || end == text || *end) die("a number is missing");
  return n;
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t runs = 200, warm_up = 20, jobs = 0;
  std::vector<Program> programs;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const char* next = i + 1 < argc ? argv[i + 1] : nullptr;
    if (word == ":::") {
      programs.emplace_back();
    } else if (!programs.empty() && (!programs.back().words.empty() || word[0] != '-')) {
      programs.back().words.push_back(word);
    } else if (!programs.empty() && word == "--before" && next) {
      programs.back().before = argv[++i];
    } else if (!programs.empty() && word == "--stdin" && next) {
      programs.back().input = argv[++i];
    } else if (word == "--runs") {
      runs = number(argv[++i]);
    } else if (word == "--warm-up") {
      warm_up = number(argv[++i]);
    } else if (word == "--jobs") {
      jobs = number(argv[++i]);
    } else {
      die("unknown option " + word);
    }
  }
  if (runs == 0 || programs.empty()) die("nothing to run");
  std::vector<Samples> results(programs.size());
  for (const Program& program : programs) {
    if (program.words.empty()) die("a program is missing behind :::");
  }
  if (jobs == 0) {
    take_turns(programs, results, runs, warm_up);
  } else {
    for (std::size_t i = 0; i < programs.size(); ++i)
      run_at_once(programs[i], results[i], runs, warm_up, jobs);
  }
  for (Samples& samples : results) print(samples);
  return 0;
}
