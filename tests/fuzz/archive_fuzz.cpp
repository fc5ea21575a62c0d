// Anybody's file as a backup: members are safe, what comes out was in the file, damage is Error(data).
#include <sys/mman.h>
#include <unistd.h>

#include "assembly/archive.hpp"
#include "fuzz.hpp"
#include "objectos/text.hpp"

namespace {

/// libFuzzer does not find checksums: they are set right in every block that looks like a header.
std::string with_checksums(std::string bytes) {
  for (std::size_t at = 0; at + 512 <= bytes.size(); at += 512) {
    if (bytes.compare(at + 257, 5, "ustar") != 0) continue;
    bytes.replace(at + 148, 8, 8, ' ');
    unsigned sum = 0;
    for (std::size_t i = 0; i < 512; ++i) sum += static_cast<unsigned char>(bytes[at + i]);
    char text[8];
    std::snprintf(text, sizeof text, "%06o", sum);
    bytes.replace(at + 148, 7, text, 7);
  }
  return bytes;
}

void read(std::string_view bytes) {
  const int archive = ::memfd_create("archive", MFD_CLOEXEC), out = ::memfd_create("out", MFD_CLOEXEC);
  MUST_HOLD(archive >= 0 && out >= 0);
  MUST_HOLD(::write(archive, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  ::lseek(archive, 0, SEEK_SET);
  succeeds(objectos::Errc::data, [&] {
    objectos::ArchiveReader reader(archive, "A");
    std::uint64_t total = 0;
    for (int n = 0;; ++n) {
      const auto member = reader.next();
      if (!member) break;
      MUST_HOLD(!member->name.empty() && member->name.front() != '/' && objectos::is_utf8(member->name));
      MUST_HOLD(("/" + member->name + "/").find("/../") == std::string::npos);
      MUST_HOLD(member->name.find('\0') == std::string::npos);
      if (n % 3 == 2) continue;  // passed over
      total += member->size;
      reader.extract(out, "out");
      MUST_HOLD(static_cast<std::uint64_t>(::lseek(out, 0, SEEK_END)) == total);
    }
    MUST_HOLD(total <= bytes.size());
  });
  ::close(archive);
  ::close(out);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  read(as_text(data, size));
  read(with_checksums(std::string(as_text(data, size))));
  return 0;
}
