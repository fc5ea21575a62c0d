// Plural forms of a key beside those, or the one text, of the source.
#include <algorithm>

#include "lint/file_pair.hpp"

namespace objectos::lint {
namespace {

class PluralComparison {
 public:
  explicit PluralComparison(const FilePair& files)
      : files_(files), source_(files.source), target_(files.target) {}

  void flattened(std::uint32_t s, std::uint32_t t) {
    const Item& from = source_.items()[s];
    const Item& to = target_.items()[t];
    const std::string key = target_.key(t);
    const std::string_view text = text_of(target_, to);
    const std::uint32_t other = twin_form(source_.forms(from), Form::other);
    if (is_untranslated(text))
      return files_.untranslated(key, at_value(target_, to.node), at_value(source_, other));
    files_.coverage.translated += 1;
    if (files_.facts.plurals.is_known && !files_.facts.plurals.is_other_only) {
      files_.findings.add(Rule::plural_flattened, key, at_value(target_, to.node),
                          Message("check.flattened", "the source has plural forms here, this is one text"),
                          at_key(source_, from.node));
    }
    compare_texts(files_.context,
                  {source_.node(other).text, text, key, at_value(source_, other), at_value(target_, to.node),
                   form_texts(source_, from)},
                  files_.facts, files_.findings);
  }

  void unfolded(std::uint32_t s, std::uint32_t t) {
    const Item& from = source_.items()[s];
    files_.coverage.translated += 1;
    for (const Form form : all_forms) {
      const std::uint32_t node = target_.forms(target_.items()[t]).of(form);
      if (node == 0 || is_untranslated(target_.node(node).text)) continue;
      const std::string key = target_.key(t, form);
      TextPair pair{text_of(source_, from), target_.node(node).text, key, at_value(source_, from.node),
                    at_value(target_, node)};
      pair.checks_count = false;
      compare_texts(files_.context, pair, files_.facts, files_.findings);
    }
  }

  void plurals(std::uint32_t s, std::uint32_t t) {
    const Item& from = source_.items()[s];
    const Item& to = target_.items()[t];
    const Forms& source_forms = source_.forms(from);
    const std::vector<std::string_view> all = form_texts(source_, from);
    bool has_empty = false;
    for (const Form form : all_forms) {
      const std::uint32_t node = target_.forms(to).of(form);
      if (node == 0) continue;
      const std::uint32_t twin = twin_form(source_forms, form);
      const std::string key = target_.key(t, form);
      const Node& here = target_.node(node);
      if (here.kind != NodeKind::string) {
        const bool is_nothing = here.kind == NodeKind::null && here.text.empty();
        if (!is_nothing && here.is_plain)
          files_.yaml_type(here, key, at_value(target_, node), at_value(source_, twin));
        if (!is_nothing) continue;
      }
      if (is_untranslated(here.text) && !is_untranslated(source_.node(twin).text)) {
        has_empty = true;
        files_.tell_untranslated(key, at_value(target_, node), at_value(source_, twin));
        continue;
      }
      TextPair pair{source_.node(twin).text, here.text, key, at_value(source_, twin),
                    at_value(target_, node), all};
      pair.checks_count = false;
      compare_texts(files_.context, pair, files_.facts, files_.findings);
    }
    (has_empty ? files_.coverage.empty : files_.coverage.translated) += 1;
    unknown_forms(t);
    count_dropped(t, source_forms);
  }

 private:
  std::vector<std::string_view> form_texts(const Outline& outline, const Item& item) const {
    std::vector<std::string_view> texts;
    for (const std::uint32_t node : outline.forms(item).nodes)
      if (node != 0) texts.push_back(outline.node(node).text);
    return texts;
  }

  /// The source's text that a form is held against: the same form, else `other`, else any.
  std::uint32_t twin_form(const Forms& forms, Form form) const {
    if (forms.of(form) != 0) return forms.of(form);
    return forms.of(Form::other) != 0 ? forms.of(Form::other) : forms.first();
  }

  /// Keys in a plural node that are no forms.
  void unknown_forms(std::uint32_t t) {
    const Item& item = target_.items()[t];
    if (target_.forms(item).is_suffix) return;
    for (std::uint32_t child = item.node + 1; child < target_.node(item).end;
         child = target_.node(child).end) {
      Form form{};
      if (target_.node(child).is_scalar() && form_of(target_.node(child).key, form)) continue;
      const std::string key = target_.key(t).append(".").append(target_.node(child).key);
      files_.findings.add(Rule::extra_key, key, at_key(target_, child),
                          Message("check.extra_key", "the source has no \"{{key}}\"", {{"key", key}}));
    }
  }

  /// The placeholder that shows the number, in `text`; "" if there is none.
  std::string_view count_in(std::string_view text) const {
    for (const auto& each : placeholders(text, files_.context.delimiters)) {
      const auto& names = files_.context.options.count_names;
      if (std::find(names.begin(), names.end(), each.name) != names.end())
        return text.substr(each.begin, each.end - each.begin);
    }
    return {};
  }

  void count_dropped(std::uint32_t t, const Forms& source_forms) {
    const PluralFacts& plurals = files_.facts.plurals;
    if (!plurals.is_known || !files_.findings.wants(Rule::plural_count_dropped)) return;
    // What the source itself does not show where it speaks of many, the translation need not show.
    const std::uint32_t many = twin_form(source_forms, Form::other);
    const std::string_view count = count_in(source_.node(many).text);
    if (count.empty()) return;
    const Forms& forms = target_.forms(target_.items()[t]);
    for (const Form form : all_forms) {
      const std::uint32_t node = forms.of(form);
      if (node == 0 || !is_category(form) || target_.node(node).kind != NodeKind::string) continue;
      const std::string_view text = target_.node(node).text;
      if (is_untranslated(text) || !count_in(text).empty()) continue;
      if (has_near_count(text)) continue;
      const PluralCategory category = category_of(form);
      if (form == Form::zero && !plurals.reached.has(category)) continue;  // exactly 0, whatever the language
      if (!plurals.has.has(category) || plurals.single.has(category)) continue;
      if (!plurals.reached.has(category)) continue;
      if (form == Form::one && plurals.one_is_0_and_1 &&
          (forms.of(Form::zero) != 0 || forms.of(Form::exactly_0) != 0))
        continue;
      const std::string numbers = plurals.examples(category);
      Message message =
          form == Form::zero
              ? Message("check.count_zero",
                        "zero stands for {{numbers}} here and does not show {{count}}: a text for none has "
                        "the key 0",
                        {{"numbers", numbers}, {"count", count}})
              : Message("check.count_dropped", "{{form}} stands for {{numbers}} and does not show {{count}}",
                        {{"form", form_name(form)}, {"numbers", numbers}, {"count", count}});
      files_.findings.add(Rule::plural_count_dropped, target_.key(t, form), at_value(target_, node),
                          std::move(message), at_value(source_, many));
    }
  }

  /// A misspelled placeholder is told as that.
  bool has_near_count(std::string_view text) const {
    const auto near =
        near_placeholders(text, placeholders(text, files_.context.delimiters), files_.context.delimiters);
    return std::any_of(near.begin(), near.end(), [this](const NearPlaceholder& each) {
      const auto& names = files_.context.options.count_names;
      return std::find(names.begin(), names.end(), each.name) != names.end();
    });
  }

  const FilePair& files_;
  const Outline& source_;
  const Outline& target_;
};

}  // namespace

void compare_plurals(const FilePair& files, std::uint32_t s, std::uint32_t t) {
  PluralComparison(files).plurals(s, t);
}
void compare_flattened(const FilePair& files, std::uint32_t s, std::uint32_t t) {
  PluralComparison(files).flattened(s, t);
}
void compare_unfolded(const FilePair& files, std::uint32_t s, std::uint32_t t) {
  PluralComparison(files).unfolded(s, t);
}

}  // namespace objectos::lint
