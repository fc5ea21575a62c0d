// What a locale gets for a key that it lacks.
#pragma once

#include <string>
#include <vector>

#include "lint/file_editor.hpp"
#include "lint/outline.hpp"
#include "lint/plural_facts.hpp"

namespace objectos::lint {

/// The item of the source with its texts; of a plural node the forms that the target's language needs. More
/// than one where the forms stand beside each other. `facts` may be null: the source's forms then.
std::vector<NewMember> members_like(const Outline& source, std::uint32_t item, const PluralFacts* facts,
                                    i18n::FileFormat format);

/// The form that says best what a missing one would.
Form nearest_form(const Forms& forms);

}  // namespace objectos::lint
