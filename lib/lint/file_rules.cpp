// What can be wrong with one file alone.
#include <algorithm>

#include "i18n/locale_tag.hpp"
#include "lint/compare.hpp"
#include "lint/key_order.hpp"
#include "lint/languages.hpp"

namespace objectos::lint {
namespace {

i18n::Span key_span(const Node& node) {
  return node.key_span.end > node.key_span.begin ? node.key_span : node.span;
}

class FileCheck {
 public:
  FileCheck(const CheckContext& context, const Outline& outline, const LocaleFacts& facts, bool is_source,
            Findings& findings)
      : context_(context), outline_(outline), facts_(facts), is_source_(is_source), findings_(findings) {}

  void run() {
    faults();
    if (outline_.items().empty()) return;
    name();
    duplicates();
    const auto& items = outline_.items();
    const bool looks_at_texts = findings_.wants(Rule::unsafe_html) || findings_.wants(Rule::max_length) ||
                                findings_.wants(Rule::forbidden_text);
    for (std::uint32_t each = 1; each < items.size(); ++each) {
      if (items[each].is_dead) {
        each = items[each].end - 1;
        continue;
      }
      if (items[each].kind == Item::Kind::plural) plural(each);
      if (looks_at_texts) texts(each);
    }
    if (findings_.wants(Rule::sorted)) order(outline_.root_node());
  }

 private:
  Where at_key(std::uint32_t node) const { return {&outline_.file(), key_span(outline_.node(node))}; }
  Where at_value(std::uint32_t node) const {
    const Node& here = outline_.node(node);
    return {&outline_.file(), here.span.end > here.span.begin ? here.span : key_span(here)};
  }

  void faults() {
    for (const i18n::Fault& fault : outline_.file().faults()) {
      findings_.add(fault.kind == i18n::Fault::Kind::syntax ? Rule::syntax : Rule::encoding, "",
                    {&outline_.file(), fault.span}, fault.message);
    }
  }

  void name() {
    const std::string_view language = i18n::language_of(facts_.locale);
    const Where start{&outline_.file(), {0, 0}};
    if (!is_language(language)) {
      const std::string_view meant = language_meant(language);
      findings_.add(
          Rule::locale_name, "", start,
          meant.empty()
              ? Message("check.no_language", "\"{{code}}\" is no language of ISO 639", {{"code", language}})
              : Message("check.country", "\"{{code}}\" is a country; the language is \"{{meant}}\"",
                        {{"code", language}, {"meant", meant}}));
    } else if (const std::string wrong = wrong_region(); !wrong.empty()) {
      findings_.add(
          Rule::locale_name, "", start,
          wrong == "UK" || wrong == "uk"
              ? Message("check.uk", "the region of the United Kingdom is GB, not {{code}}", {{"code", wrong}})
              : Message("check.no_region", "\"{{code}}\" is no region of ISO 3166", {{"code", wrong}}));
    }
    if (!outline_.root_key().empty() && !i18n::is_same_tag(outline_.root_key(), facts_.locale)) {
      findings_.add(Rule::locale_name, std::string(outline_.root_key()), at_key(outline_.root_node()),
                    Message("check.root", "the file is named {{locale}}, its first key \"{{key}}\"",
                            {{"locale", facts_.locale}, {"key", outline_.root_key()}}));
    }
  }

  std::string wrong_region() const {
    std::string_view rest = facts_.locale;
    for (bool is_first = true; !rest.empty(); is_first = false) {
      const auto cut = std::min(rest.find_first_of("-_"), rest.size());
      const std::string_view part = rest.substr(0, cut);
      if (!is_first && part.size() == 2 && !is_region(part)) return std::string(part);
      rest.remove_prefix(std::min(cut + 1, rest.size()));
    }
    return {};
  }

  std::string path_of(std::uint32_t node) const {
    if (node == 0 || node == outline_.root_node()) return {};
    std::string above = path_of(outline_.node(node).parent);
    if (!above.empty()) above += '.';
    return above.append(outline_.node(node).key);
  }

  void duplicates() {
    for (const auto& [later, earlier] : outline_.duplicates()) {
      if (outline_.node(later).is_copied || outline_.node(earlier).is_copied) continue;
      const auto line = [this](std::uint32_t node) {
        return outline_.file().position(key_span(outline_.node(node)).begin).line;
      };
      findings_.add(Rule::duplicate_key, path_of(later), at_key(later),
                    Message("check.duplicate", "\"{{key}}\" stands already on line {{line}}; this one wins",
                            {{"key", outline_.node(later).key}, {"line", line(earlier)}}),
                    at_key(earlier));
    }
  }

  void texts(std::uint32_t each) {
    const Item& item = outline_.items()[each];
    if (item.kind == Item::Kind::text)
      return check_text_alone(context_, outline_.node(item).text, outline_.key(each), at_value(item.node),
                              findings_);
    if (item.kind != Item::Kind::plural) return;
    for (const Form form : all_forms) {
      const std::uint32_t node = outline_.forms(item).of(form);
      if (node != 0)
        check_text_alone(context_, outline_.node(node).text, outline_.key(each, form), at_value(node),
                         findings_);
    }
  }

  // ---- plural forms

  static bool is_ordinal(const Item& item) { return item.name.ends_with("_ordinal"); }

  void plural(std::uint32_t each) {
    const Item& item = outline_.items()[each];
    const Forms& forms = outline_.forms(item);
    // Ordinals (1st, 2nd) have rules of their own.
    if (!facts_.plurals.is_known || (forms.is_suffix && is_ordinal(item))) return;
    for (const PluralCategory category : i18n::plural_categories) {
      const Form form = static_cast<Form>(category);
      const std::uint32_t node = forms.of(form);
      if (node == 0 && facts_.plurals.required.has(category)) required(each, form);
      if (node != 0 && !facts_.plurals.has.has(category) && form != Form::zero) unused(each, form, node);
    }
    if (findings_.wants(Rule::plural_identical)) identical(each);
  }

  void required(std::uint32_t each, Form form) {
    const Item& item = outline_.items()[each];
    const Forms& forms = outline_.forms(item);
    // Where only fractions select `other`, it is missed by few.
    const bool is_for_fractions = form == Form::other && !facts_.plurals.reached.has(PluralCategory::other);
    const std::string numbers = facts_.plurals.examples(category_of(form));
    Message message =
        numbers.empty()
            ? Message("check.required_fractions",
                      "the form {{form}} is missing, which {{locale}} needs for fractions",
                      {{"form", form_name(form)}, {"locale", facts_.locale}})
            : Message("check.required",
                      "the form {{form}} is missing, which {{locale}} needs for {{numbers}}",
                      {{"form", form_name(form)}, {"locale", facts_.locale}, {"numbers", numbers}});
    findings_.add(Rule::plural_required, outline_.key(each, form),
                  at_key(forms.is_suffix ? forms.first() : item.node), std::move(message), {},
                  is_for_fractions ? Severity::warning : Severity::error);
  }

  void unused(std::uint32_t each, Form form, std::uint32_t node) {
    // Hebrew had `many` before CLDR 42.
    const bool is_obsolete = form == Form::many && i18n::is_same_tag(i18n::language_of(facts_.locale), "he");
    findings_.add(Rule::plural_unused, outline_.key(each, form), at_key(node),
                  is_obsolete
                      ? Message("check.obsolete", "{{locale}} has no form {{form}} any more",
                                {{"locale", facts_.locale}, {"form", form_name(form)}})
                      : Message("check.unused", "{{locale}} has no form {{form}}: this is never shown",
                                {{"locale", facts_.locale}, {"form", form_name(form)}}),
                  {}, is_obsolete ? Severity::info : Severity::error);
  }

  void identical(std::uint32_t each) {
    const Item& item = outline_.items()[each];
    const Forms& forms = outline_.forms(item);
    if (forms.count() < 2 || is_source_) return;
    const std::string_view first = outline_.node(forms.first()).text;
    for (const std::uint32_t node : forms.nodes)
      if (node != 0 && outline_.node(node).text != first) return;
    findings_.add(Rule::plural_identical, outline_.key(each),
                  at_key(forms.is_suffix ? forms.first() : item.node),
                  Message("check.identical", "all plural forms are the same"));
  }

  // ---- order

  void order(std::uint32_t object) {
    const auto& nodes = outline_.file().nodes();
    const KeyOrder wanted(outline_.file(), object);
    std::uint32_t last = 0;
    for (std::uint32_t child = object + 1; child < nodes[object].end; child = nodes[child].end) {
      if (nodes[object].kind == NodeKind::object && !nodes[child].is_copied &&
          !KeyOrder::has_place(nodes[child].key)) {
        if (last != 0 && wanted.is_before(nodes[child].key, nodes[last].key)) {
          findings_.add(Rule::sorted, path_of(child), at_key(child),
                        Message("check.sorted", "\"{{key}}\" must stand before \"{{other}}\"",
                                {{"key", nodes[child].key}, {"other", nodes[last].key}}));
        } else {
          last = child;
        }
      }
      if (!nodes[child].is_scalar()) order(child);
    }
  }

  const CheckContext& context_;
  const Outline& outline_;
  const LocaleFacts& facts_;
  bool is_source_;
  Findings& findings_;
};

}  // namespace

void check_file(const CheckContext& context, const Outline& outline, const LocaleFacts& facts, bool is_source,
                Findings& findings) {
  FileCheck(context, outline, facts, is_source, findings).run();
}

}  // namespace objectos::lint
