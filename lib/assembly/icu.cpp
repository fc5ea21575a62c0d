// What needs ICU: the module is loaded on first use.
#include "core/module.hpp"
#include "icu/exports.hpp"

namespace objectos::i18n {

const PluralData& plural_data() {
  return module_exports<icu::Exports>("icu").plural_data();
}

const Formats& formats() {
  return module_exports<icu::Exports>("icu").formats();
}

}  // namespace objectos::i18n
