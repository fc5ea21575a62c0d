// NDJSON into a store: cut anywhere it is the same, and what came in goes out and in again unchanged.
#include <map>

#include "fuzz.hpp"
#include "objectos/storage.hpp"

using namespace objectos;

namespace {

struct FixedClock final : Clock {
  std::int64_t now_ms() const override { return 1'700'000'000'000; }
};
const FixedClock fixed;

struct Result {
  bool ok = false;
  std::size_t imported = 0;
  std::string exported;
};

Result import_and_export(std::string_view text, std::size_t piece) {
  Storage store(memory_storage(0, fixed));
  Result result;
  std::string buffer;  // overwritten by each piece, as a reader's is
  result.ok = succeeds(Errc::data, [&] {
    result.imported = import_entries(
                          store,
                          [&]() -> std::string_view {
                            buffer.assign(text.substr(0, piece));
                            text.remove_prefix(buffer.size());
                            return buffer;
                          },
                          "in", OnConflict::replace)
                          .imported;
  });
  if (!result.ok) MUST_HOLD(store.count() == 0);  // all or nothing
  store.each({Glob(), {}, true}, [&](const Entry& entry) {
    append_export_line(result.exported, entry);
    result.exported += '\n';
    return true;
  });
  return result;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text = as_text(data + 1, size - 1);
  const Result whole = import_and_export(text, 1 << 20);
  const Result pieces = import_and_export(text, 1 + data[0] % 64);
  MUST_HOLD(whole.ok == pieces.ok && whole.imported == pieces.imported && whole.exported == pieces.exported);
  const Result again = import_and_export(whole.exported, 1 << 20);
  MUST_HOLD(again.ok);
  MUST_HOLD(again.exported == whole.exported);
  return 0;
}
