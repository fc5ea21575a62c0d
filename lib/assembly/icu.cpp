// What needs ICU: its modules are loaded on first use.
#include "core/module.hpp"
#include "format/exports.hpp"
#include "icu/exports.hpp"

namespace objectos::i18n {

const PluralData& plural_data() {
  return module_exports<icu::Exports>("icu").plural_data();
}

const Formats& formats() {
  return module_exports<format::Exports>("format").formats();
}

}  // namespace objectos::i18n
