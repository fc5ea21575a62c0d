#include "assembly/archive.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "core/files.hpp"
#include "objectos/error.hpp"
#include "objectos/text.hpp"

namespace objectos {
namespace {

constexpr std::size_t block_size = 512;

/// Field offsets of a ustar header.
struct Header {
  char name[100];
  char mode[8], uid[8], gid[8];
  char size[12], mtime[12], checksum[8];
  char type;
  char link[100];
  char magic[6], version[2];
  char owner[32], group[32], major[8], minor[8];
  char prefix[155];
  char unused[12];
};
static_assert(sizeof(Header) == block_size);

/// The sum of all bytes, the checksum's own counted as blanks.
unsigned checksum(Header header) {
  std::memset(header.checksum, ' ', sizeof header.checksum);
  unsigned sum = 0;
  for (const char c : std::string_view(reinterpret_cast<const char*>(&header), sizeof header))
    sum += static_cast<unsigned char>(c);
  return sum;
}

template <std::size_t size>
std::optional<std::uint64_t> octal(const char (&field)[size]) {
  std::uint64_t value = 0;
  std::size_t i = 0;
  while (i < size && field[i] == ' ') ++i;
  const std::size_t first = i;
  for (; i < size && field[i] >= '0' && field[i] <= '7'; ++i)
    value = value * 8 + static_cast<std::uint64_t>(field[i] - '0');
  const bool ended = i == size || field[i] == '\0' || field[i] == ' ';
  return ended && i > first ? std::optional(value) : std::nullopt;
}

bool is_safe(const std::string& name) {
  if (name.empty() || name.front() == '/' || !is_utf8(name)) return false;
  for (std::size_t at = 0; at <= name.size();) {
    const std::size_t slash = std::min(name.find('/', at), name.size());
    const std::string part = name.substr(at, slash - at);
    if (part.empty() || part == "." || part == "..") return false;
    at = slash + 1;
  }
  return true;
}

}  // namespace

void ArchiveWriter::add(const std::string& name, const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) files::fail("open", path, errno);
  struct stat info {};
  ::fstat(fd, &info);
  Header header{};
  if (name.size() > sizeof header.name) {
    ::close(fd);
    throw Error(Errc::data,
                Message("backup.long_name", "{{name}}: the name is too long for a backup", {{"name", name}}));
  }
  std::memcpy(header.name, name.data(), name.size());  // no NUL behind one that fills the field
  std::snprintf(header.mode, sizeof header.mode, "%07o", 0600);
  std::snprintf(header.uid, sizeof header.uid, "%07o", 0);
  std::snprintf(header.gid, sizeof header.gid, "%07o", 0);
  char size[sizeof header.size + 1];  // twelve digits: from 8 GiB to 64
  std::snprintf(size, sizeof size, "%011llo", static_cast<unsigned long long>(info.st_size));
  std::memcpy(header.size, size, sizeof header.size);
  std::snprintf(header.mtime, sizeof header.mtime, "%011llo", static_cast<unsigned long long>(info.st_mtime));
  header.type = '0';
  std::memcpy(header.magic, "ustar", 6);
  std::memcpy(header.version, "00", 2);
  std::snprintf(header.checksum, sizeof header.checksum, "%06o", checksum(header));
  out_.write({reinterpret_cast<const char*>(&header), sizeof header});
  std::string buffer(64 * 1024, '\0');
  auto left = static_cast<std::uint64_t>(info.st_size);
  while (left > 0) {
    const ssize_t n =
        ::read(fd, buffer.data(), static_cast<std::size_t>(std::min<std::uint64_t>(left, buffer.size())));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) {
      const int error_number = n < 0 ? errno : EIO;
      ::close(fd);
      files::fail("read", path, error_number);
    }
    out_.write({buffer.data(), static_cast<std::size_t>(n)});
    left -= static_cast<std::uint64_t>(n);
  }
  ::close(fd);
  const std::size_t odd = static_cast<std::size_t>(info.st_size) % block_size;
  if (odd) out_.write(std::string(block_size - odd, '\0'));
}

void ArchiveWriter::finish() {
  out_.write(std::string(2 * block_size, '\0'));
}

void ArchiveReader::damaged() const {
  throw Error(Errc::data,
              Message("backup.damaged", "{{path}}: this is not a backup made by objectos, or it is damaged",
                      {{"path", name_}}));
}

/// False at the end of the file; a part of a block is damage.
bool ArchiveReader::read_block(char* block) {
  std::size_t have = 0;
  while (have < block_size) {
    const ssize_t n = ::read(fd_, block + have, block_size - have);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) files::fail("read", name_, errno);
    if (n == 0) break;
    have += static_cast<std::size_t>(n);
  }
  if (have != 0 && have != block_size) damaged();
  return have == block_size;
}

std::optional<ArchiveReader::Member> ArchiveReader::next() {
  char block[block_size];
  for (std::uint64_t rest = left_ + padding_; rest > 0; rest -= block_size) {
    if (!read_block(block)) damaged();
  }
  left_ = padding_ = 0;
  Header header;
  if (!read_block(reinterpret_cast<char*>(&header))) damaged();  // the end has blocks of its own
  if (std::all_of(reinterpret_cast<char*>(&header), reinterpret_cast<char*>(&header + 1),
                  [](char c) { return c == 0; }))
    return std::nullopt;
  const auto size = octal(header.size);
  if (std::memcmp(header.magic, "ustar", 5) != 0 || octal(header.checksum) != checksum(header) || !size)
    damaged();
  Member member{std::string(header.name, ::strnlen(header.name, sizeof header.name)), *size};
  if ((header.type != '0' && header.type != '\0') || header.prefix[0] != '\0' || !is_safe(member.name))
    damaged();
  left_ = member.size;
  padding_ = (block_size - member.size % block_size) % block_size;
  return member;
}

void ArchiveReader::extract(int descriptor, const std::string& path) {
  char block[block_size];
  while (left_ > 0) {
    if (!read_block(block)) damaged();
    const std::size_t part = static_cast<std::size_t>(std::min<std::uint64_t>(left_, block_size));
    files::write_all(descriptor, {block, part}, path);
    left_ -= part;
  }
  padding_ = 0;  // read with the last block
}

}  // namespace objectos
