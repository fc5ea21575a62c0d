// The i18n verbs that translate and format.
#include "commands/i18n.hpp"

#include "exit_status.hpp"
#include "objectos/i18n.hpp"
#include "objectos/json.hpp"

namespace objectos::cli::i18n {
namespace {

/// --locale, else what is configured.
std::string locale_of(Call& call) {
  const std::string* locale = call.args.find("--locale");
  return locale ? *locale : call.session.config().string("i18n.default_locale");
}

}  // namespace

int plural(Call& call) {
  const std::string category(plural_category(locale_of(call), call.args.positionals[0]));
  call.out.line(call.out.json() ? "{\"category\":" + json::quoted(category) + "}" : category);
  return exit_status::ok;
}

}  // namespace objectos::cli::i18n
