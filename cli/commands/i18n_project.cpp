// What the verbs that look at all translation files take from options and configuration.
#include "commands/i18n.hpp"
#include "language.hpp"

namespace objectos::cli::i18n {

CheckOptions project_options(Call& call) {
  CheckOptions options = check_options(call.session.config());
  if (const std::string* source = call.args.find("--source")) options.source = *source;
  return options;
}

void tell(const Call& call, const std::string& place, const Message& message) {
  Language language(call.session.lang);
  const std::string where = place.empty() ? std::string() : printable(place, false) + ": ";
  print_error("objectos: i18n " + std::string(call.command.name) + ": " + where +
              printable(language.text(message), false) + "\n");
}

}  // namespace objectos::cli::i18n
