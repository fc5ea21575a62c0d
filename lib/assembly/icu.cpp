// What needs ICU: the module is loaded on first use.
#include "icu/exports.hpp"

#include "core/module.hpp"

namespace objectos::i18n {

const PluralData& plural_data() {
  return module_exports<icu::Exports>("icu").plural_data();
}

}  // namespace objectos::i18n
