#include "lint/new_member.hpp"

#include <algorithm>

namespace objectos::lint {
namespace {

class Copy {
 public:
  Copy(const Outline& source, const PluralFacts* facts, i18n::FileFormat format)
      : source_(source), facts_(facts), format_(format) {}

  std::vector<NewMember> members(std::uint32_t index) const {
    const Item& item = source_.items()[index];
    if (item.kind != Item::Kind::plural) return {single(index)};
    std::vector<NewMember> forms = plural(item);
    if (source_.forms(item).is_suffix) return forms;
    NewMember node = named(source_.node(item));
    node.kind = NewMember::Kind::object;
    node.members = std::move(forms);
    return {std::move(node)};
  }

 private:
  NewMember named(const Node& node) const {
    NewMember member;
    member.key = node.key;
    member.is_plain_key = node.is_plain_key && format_ == i18n::FileFormat::yaml;
    return member;
  }

  NewMember single(std::uint32_t index) const {
    const Item& item = source_.items()[index];
    NewMember member = named(source_.node(item));
    switch (item.kind) {
      case Item::Kind::text: member.kind = NewMember::Kind::text; break;
      case Item::Kind::value: member.kind = NewMember::Kind::literal; break;
      case Item::Kind::array: member.kind = NewMember::Kind::array; break;
      case Item::Kind::object:
      case Item::Kind::plural: member.kind = NewMember::Kind::object; break;
    }
    member.text = source_.node(item).text;
    if (member.kind == NewMember::Kind::object || member.kind == NewMember::Kind::array)
      member.members = children(index);
    return member;
  }

  std::vector<NewMember> children(std::uint32_t index) const {
    std::vector<std::uint32_t> order;
    const auto& items = source_.items();
    for (std::uint32_t child = index + 1; child < items[index].end; child = items[child].end)
      if (!items[child].is_dead) order.push_back(child);
    std::sort(order.begin(), order.end(),
              [&items](std::uint32_t a, std::uint32_t b) { return items[a].node < items[b].node; });
    std::vector<NewMember> list;
    for (const std::uint32_t child : order)
      for (NewMember& member : members(child)) list.push_back(std::move(member));
    return list;
  }

  bool wants(const Forms& forms, Form form) const {
    if (!is_category(form)) return false;
    return facts_ && facts_->is_known ? facts_->required.has(category_of(form)) : forms.of(form) != 0;
  }

  /// The source's node for a form of the target: `one` of the source is "One item", which will not do for 21.
  std::uint32_t text_for(const Forms& forms, Form form) const {
    const bool is_single = !facts_ || !facts_->is_known || facts_->single.has(category_of(form));
    if (forms.of(form) != 0 && (is_single || form == Form::other)) return forms.of(form);
    return forms.of(nearest_form(forms));
  }

  std::vector<NewMember> plural(const Item& item) const {
    const Forms& forms = source_.forms(item);
    std::vector<NewMember> list;
    for (const Form form : all_forms) {
      if (!wants(forms, form)) continue;
      NewMember member;
      if (forms.is_suffix) member.key.append(item.name).append("_");
      member.key += form_name(form);
      member.text = source_.node(text_for(forms, form)).text;
      list.push_back(std::move(member));
    }
    return list;
  }

  const Outline& source_;
  const PluralFacts* facts_;
  i18n::FileFormat format_;
};

}  // namespace

std::vector<NewMember> members_like(const Outline& source, std::uint32_t item, const PluralFacts* facts,
                                    i18n::FileFormat format) {
  return Copy(source, facts, format).members(item);
}

Form nearest_form(const Forms& forms) {
  for (const Form form : {Form::other, Form::many, Form::few, Form::two, Form::one, Form::zero})
    if (forms.of(form) != 0) return form;
  return forms.of(Form::exactly_1) != 0 ? Form::exactly_1 : Form::exactly_0;
}

}  // namespace objectos::lint
