// A file of flags is refused or stored whole, goes out and in unchanged, and every rule in it ends.
#include "fuzz.hpp"
#include "objectos/flags.hpp"

using namespace objectos;

namespace {

std::string exported(const Flags& flags) {
  std::string text;
  flags.export_to([&text](std::string_view piece) { text += piece; });
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text(data, size);
  Storage first(memory_storage()), second(memory_storage());
  Flags flags(first), others(second);
  if (!succeeds(Errc::data, [&] { flags.import(text, "f.json"); })) {
    MUST_HOLD(first.count() == 0);
    return 0;
  }
  const std::string once = exported(flags);
  MUST_HOLD(succeeds(Errc::data, [&] { others.import(once, "again"); }));
  MUST_HOLD(exported(others) == once);

  const Value attributes =
      Value::json(R"({"a":[1,"2",[3],{"b":null}],"email":"x@example.com","version":"1.2.3"})");
  for (const FlagInfo& flag : flags.list()) {
    for (const auto* user : {"", "user"}) {
      const FlagResult result = flags.get(flag.name, {.user = user, .attributes = attributes});
      MUST_HOLD(result.variant.has_value() == result.value.has_value());
      MUST_HOLD(result.error_code != "FLAG_NOT_FOUND");
      MUST_HOLD((result.error != nullptr) == (result.reason == FlagReason::error));
    }
    flags.set(flag.name, Value());  // null goes with every type
    MUST_HOLD(!flags.is_on(flag.name));
  }
  return 0;
}
