#include "cache/shared_counters.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>

#include "core/hash.hpp"
#include "objectos/error.hpp"
#include "objectos/log.hpp"

namespace objectos {
namespace {

constexpr std::size_t slot_count = 4096;
/// A scope that finds no slot in so many steps has none.
constexpr std::size_t probes = 64;
constexpr char magic[16] = "objectos stats\n";
constexpr std::uint32_t version = 1;
constexpr std::uint32_t byte_order = 0x01020304;

}  // namespace

/// As it is on disk. The first slot is for scopes that have none.
struct SharedCounters::File {
  struct Slot {
    std::uint64_t id;  // hash of the scope's name; 0: free
    std::uint64_t counters[4];
    std::uint64_t reserved[3];
  };
  struct Head {
    char magic[16];
    std::uint32_t version;
    std::uint32_t byte_order;
    std::uint32_t slots;
    char reserved[36];
  } head;
  Slot slots[slot_count];

  static std::uint64_t id_of(std::string_view scope) {
    const std::uint64_t hash = hash_text(scope, 0);
    return hash == 0 ? 1 : hash;
  }
  /// The scope's slot; a free one is taken if `take`. Null if it has none and takes none.
  Slot* find(std::string_view scope, bool take) {
    const std::uint64_t id = id_of(scope);
    for (std::size_t i = 0; i < probes; ++i) {
      Slot& slot = slots[1 + (id + i) % (slot_count - 1)];
      std::uint64_t found = std::atomic_ref(slot.id).load(std::memory_order_relaxed);
      if (found == id) return &slot;
      if (found != 0) continue;
      if (!take) return nullptr;
      if (std::atomic_ref(slot.id).compare_exchange_strong(found, id) || found == id) return &slot;
    }
    return take ? &slots[0] : nullptr;
  }
};

SharedCounters::~SharedCounters() {
  if (file_) ::munmap(file_, sizeof(File));
}

bool SharedCounters::map(int descriptor) {
  struct stat info {};
  const bool has_size = ::fstat(descriptor, &info) == 0 && S_ISREG(info.st_mode) &&
                        info.st_size == static_cast<off_t>(sizeof(File));
  void* mapped = has_size ? ::mmap(nullptr, sizeof(File), is_writable_ ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED,
                                   descriptor, 0)
                          : MAP_FAILED;
  ::close(descriptor);
  File* file = mapped == MAP_FAILED ? nullptr : static_cast<File*>(mapped);
  if (file && std::memcmp(file->head.magic, magic, sizeof magic) == 0 && file->head.version == version &&
      file->head.byte_order == byte_order && file->head.slots == slot_count) {
    file_ = file;
    return true;
  }
  if (file) ::munmap(file, sizeof(File));
  throw Error(Errc::data,
              Message("cache.stats_foreign", "{{path}}: this is not a file of statistics, or it is damaged",
                      {{"path", path_}}),
              Message("cache.stats_foreign_hint", "remove it; counting begins anew"));
}

/// Made whole beside its place and linked there, as databases are. All of it is allocated: to write into a hole on a
/// full disk would end the process.
bool SharedCounters::make_file() {
  static std::atomic<unsigned> counter{0};
  const std::string temporary = path_ + ".new." + std::to_string(::getpid()) + "." + std::to_string(counter++);
  const int descriptor = ::open(temporary.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) return false;
  ::fchmod(descriptor, 0600);
  File::Head head{};
  std::memcpy(head.magic, magic, sizeof magic);
  head.version = version;
  head.byte_order = byte_order;
  head.slots = slot_count;
  const bool is_whole = ::posix_fallocate(descriptor, 0, sizeof(File)) == 0 &&
                        ::pwrite(descriptor, &head, sizeof head, 0) == static_cast<ssize_t>(sizeof head);
  ::close(descriptor);
  const bool is_there = is_whole && (::link(temporary.c_str(), path_.c_str()) == 0 || errno == EEXIST);
  ::unlink(temporary.c_str());
  return is_there;
}

bool SharedCounters::open(bool create) {
  if (file_) return true;
  if (has_failed_) return false;
  for (int attempt = 0; attempt < 2; ++attempt) {
    is_writable_ = true;
    int descriptor = ::open(path_.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0 && (errno == EACCES || errno == EROFS || errno == EPERM)) {
      is_writable_ = false;
      descriptor = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    }
    if (descriptor >= 0) return map(descriptor);
    if (errno != ENOENT || !create) break;
    if (!make_file()) break;
  }
  if (create) {
    has_failed_ = true;
    Logger("cache").info(path_ + ": cannot be written, nothing is counted: " + std::strerror(errno));
  }
  return false;
}

void SharedCounters::add(std::string_view scope, Counted what, std::uint64_t times) {
  if (!open(true) || !is_writable_) return;
  std::uint64_t& counter = file_->find(scope, true)->counters[static_cast<std::size_t>(what)];
  std::atomic_ref(counter).fetch_add(times, std::memory_order_relaxed);
}

SharedCounts SharedCounters::counts(const std::string* scope) {
  SharedCounts sum;
  if (!open(false)) return sum;
  const auto add_slot = [&sum](File::Slot& slot) {
    const auto read = [&slot](Counted what) {
      return std::atomic_ref(slot.counters[static_cast<std::size_t>(what)]).load(std::memory_order_relaxed);
    };
    sum.hits += read(Counted::hit);
    sum.misses += read(Counted::miss);
    sum.evictions += read(Counted::eviction);
    sum.expirations += read(Counted::expiration);
  };
  if (!scope) {
    for (File::Slot& slot : file_->slots) add_slot(slot);
  } else if (File::Slot* slot = file_->find(*scope, false)) {
    add_slot(*slot);
  }
  return sum;
}

void SharedCounters::reset(const std::string* scope) {
  if (!open(false)) return;
  if (!is_writable_)
    throw Error(Errc::denied, Message("cache.stats_read_only", "{{path}}: cannot be written", {{"path", path_}}));
  const auto reset_slot = [](File::Slot& slot) {
    for (std::uint64_t& counter : slot.counters) std::atomic_ref(counter).store(0, std::memory_order_relaxed);
  };
  if (!scope) {
    for (File::Slot& slot : file_->slots) reset_slot(slot);
  } else if (File::Slot* slot = file_->find(*scope, false)) {
    reset_slot(*slot);
  }
}

}  // namespace objectos
