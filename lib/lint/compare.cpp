#include "lint/compare.hpp"

#include <algorithm>

namespace objectos::lint {
namespace {

std::string_view text_of(const Outline& outline, const Item& item) {
  return outline.node(item).text;
}

/// Where a key, or a value without one, stands.
i18n::Span key_span(const Node& node) {
  return node.key_span.end > node.key_span.begin ? node.key_span : node.span;
}

class Comparison {
 public:
  Comparison(const CheckContext& context, const Outline& source, const Outline& target,
             const LocaleFacts& facts, Findings& findings, Coverage& coverage)
      : context_(context),
        source_(source),
        target_(target),
        facts_(facts),
        findings_(findings),
        coverage_(coverage),
        match_(target.items().size(), Match::none) {}

  void run() {
    coverage_.keys += source_.items().empty() ? 0 : source_.count_keys(0);
    if (source_.items().empty() || target_.items().empty()) return;
    objects(0, 0);
    if (!source_.file().is_broken()) extra_keys(0);
  }

 private:
  Where at_key(const Outline& outline, std::uint32_t node) const {
    const Node& here = outline.node(node);
    // The root has no key: it begins with the file.
    if (node == 0) return {&outline.file(), {here.span.begin, std::min(here.span.begin + 1, here.span.end)}};
    return {&outline.file(), key_span(here)};
  }
  Where at_value(const Outline& outline, std::uint32_t node) const {
    const Node& here = outline.node(node);
    // A value of no bytes is shown by its key.
    return {&outline.file(), here.span.end > here.span.begin ? here.span : key_span(here)};
  }

  void objects(std::uint32_t s_object, std::uint32_t t_object) {
    match_[t_object] = Match::walked;
    const auto& items = source_.items();
    for (std::uint32_t s = s_object + 1; s < items[s_object].end; s = items[s].end) {
      if (!items[s].is_dead) member(s, t_object);
    }
  }

  void member(std::uint32_t s, std::uint32_t t_object) {
    const Item& item = source_.items()[s];
    const bool is_suffix = item.kind == Item::Kind::plural && source_.forms(item).is_suffix;
    std::uint32_t t = target_.find(t_object, item.name, is_suffix);
    if (t == 0 && item.kind == Item::Kind::plural) t = target_.find(t_object, item.name, !is_suffix);
    if (t == 0) return missing(s, t_object);
    match_[t] = Match::found;
    pair(s, t);
  }

  // ---- presence

  bool is_blank_source(const Item& item) const {
    return item.kind == Item::Kind::text && is_untranslated(text_of(source_, item));
  }

  void missing(std::uint32_t s, std::uint32_t t_object) {
    const Item& item = source_.items()[s];
    const std::size_t keys = source_.count_keys(s);
    if (facts_.inherits) {
      coverage_.translated += keys;
      return;
    }
    if (is_blank_source(item)) {
      coverage_.translated += keys;
      return;
    }
    // Of a file that could be read in part nobody knows what it lacks.
    if (target_.file().is_broken() || !findings_.wants(Rule::missing_key)) return;
    const bool is_tree = item.kind == Item::Kind::object;
    const std::string key = source_.key(s);
    Message message = is_tree
                          ? Message("check.missing_keys", "\"{{key}}\" is missing, with {{count}} keys in it",
                                    {{"key", key}, {"count", keys}})
                          : Message("check.missing_key", "\"{{key}}\" is missing", {{"key", key}});
    findings_.add(Rule::missing_key, key, at_key(target_, target_.items()[t_object].node), std::move(message),
                  at_key(source_, item.node));
  }

  void extra_keys(std::uint32_t object) {
    const auto& items = target_.items();
    for (std::uint32_t t = object + 1; t < items[object].end; t = items[t].end) {
      if (items[t].is_dead || target_.node(items[t]).is_copied) continue;
      if (match_[t] == Match::none) extra(t);
      if (match_[t] == Match::walked) extra_keys(t);
    }
  }

  void extra(std::uint32_t t) {
    if (!findings_.wants(Rule::extra_key)) return;
    const Item& item = target_.items()[t];
    const std::string key = target_.key(t);
    const std::size_t keys = target_.count_keys(t);
    Message message =
        item.kind == Item::Kind::object
            ? Message("check.extra_keys", "the source has no \"{{key}}\"; {{count}} keys are in it",
                      {{"key", key}, {"count", keys}})
            : Message("check.extra_key", "the source has no \"{{key}}\"", {{"key", key}});
    findings_.add(Rule::extra_key, key, at_key(target_, item.node), std::move(message));
  }

  // ---- pairs

  void pair(std::uint32_t s, std::uint32_t t) {
    const Item::Kind from = source_.items()[s].kind, to = target_.items()[t].kind;
    if (from == Item::Kind::object && to == Item::Kind::object) return objects(s, t);
    if (from == Item::Kind::array && to == Item::Kind::array) return arrays(s, t);
    if (from == Item::Kind::plural) return plural_source(s, t);
    if (from == Item::Kind::text && to == Item::Kind::text) return texts(s, t);
    if (from == Item::Kind::text && to == Item::Kind::plural) return text_to_plural(s, t);
    if (to == Item::Kind::value) return value(s, t);
    if (from == Item::Kind::value && to == Item::Kind::text &&
        target_.file().format() == i18n::FileFormat::yaml) {
      coverage_.translated += 1;  // `precision: "3"`: a text, which is what translations are
      return;
    }
    mismatch(s, t);
  }

  static Message kind_name(Item::Kind kind) {
    switch (kind) {
      case Item::Kind::text: return {"check.kind.text", "a text"};
      case Item::Kind::value: return {"check.kind.value", "a number, boolean or null"};
      case Item::Kind::object: return {"check.kind.object", "an object"};
      case Item::Kind::array: return {"check.kind.array", "a list"};
      case Item::Kind::plural: return {"check.kind.plural", "plural forms"};
    }
    return {};
  }

  void mismatch(std::uint32_t s, std::uint32_t t) {
    const Item& from = source_.items()[s];
    const Item& to = target_.items()[t];
    findings_.add(Rule::type_mismatch, target_.key(t), at_key(target_, to.node),
                  Message("check.type", "this is {{found}}, in the source it is {{wanted}}",
                          {{"found", kind_name(to.kind)}, {"wanted", kind_name(from.kind)}}),
                  at_key(source_, from.node));
  }

  void untranslated(const std::string& key, const Where& where, const Where& source) {
    coverage_.empty += 1;
    tell_untranslated(key, where, source);
  }

  void tell_untranslated(const std::string& key, const Where& where, const Where& source) {
    if (context_.options.empty == EmptyMode::off) return;
    if (context_.options.empty == EmptyMode::as_missing) {
      if (!facts_.inherits)
        findings_.add(Rule::missing_key, key, where,
                      Message("check.empty_missing", "\"{{key}}\" is not translated", {{"key", key}}),
                      source);
      return;
    }
    findings_.add(Rule::empty_value, key, where, Message("check.empty", "the text is empty"), source);
  }

  /// The target is no text but a number, a boolean or null.
  void value(std::uint32_t s, std::uint32_t t) {
    const Item& from = source_.items()[s];
    const Node& node = target_.node(target_.items()[t]);
    if (from.kind == Item::Kind::value) {
      coverage_.translated += 1;
      return;
    }
    if (from.kind != Item::Kind::text && from.kind != Item::Kind::plural) return mismatch(s, t);
    const Where where = at_value(target_, target_.items()[t].node);
    const bool is_nothing = node.kind == NodeKind::null && (node.text.empty() || !node.is_plain);
    if (is_nothing) return untranslated(target_.key(t), where, at_key(source_, from.node));
    if (!node.is_plain) return mismatch(s, t);
    coverage_.translated += 1;
    yaml_type(node, target_.key(t), where, at_value(source_, from.node));
  }

  void yaml_type(const Node& node, const std::string& key, const Where& where, const Where& source) {
    const Message what = node.kind == NodeKind::null      ? Message{"", "null"}
                         : node.kind == NodeKind::boolean ? Message("check.kind.boolean", "a boolean")
                                                          : Message("check.kind.number", "a number");
    findings_.add(Rule::yaml_type, key, where,
                  Message("check.yaml_type", "YAML reads {{text}} as {{kind}}: put it in quotes",
                          {{"text", node.text}, {"kind", what}}),
                  source);
  }

  void arrays(std::uint32_t s, std::uint32_t t) {
    coverage_.translated += 1;
    const auto& from = source_.items();
    const auto& to = target_.items();
    // Lists may have another length in another language; then nobody knows what belongs together.
    std::uint32_t a = s + 1, b = t + 1;
    std::size_t in_source = 0, in_target = 0;
    for (; a < from[s].end; a = from[a].end) ++in_source;
    for (; b < to[t].end; b = to[b].end) ++in_target;
    if (in_source != in_target) return;
    const Coverage before = coverage_;  // a list counts once
    for (a = s + 1, b = t + 1; a < from[s].end; a = from[a].end, b = to[b].end) {
      match_[b] = Match::found;
      if (from[a].kind == to[b].kind && from[a].kind != Item::Kind::value) pair(a, b);
    }
    coverage_ = before;
  }

  void texts(std::uint32_t s, std::uint32_t t) {
    const Item& from = source_.items()[s];
    const Item& to = target_.items()[t];
    const std::string_view source = text_of(source_, from), target = text_of(target_, to);
    // A separator may be nothing in another language.
    if (is_untranslated(target) && !is_untranslated(source) && !is_only_punctuation(source))
      return untranslated(target_.key(t), at_value(target_, to.node), at_value(source_, from.node));
    coverage_.translated += 1;
    note_consistency(s, t, source, target);
    const std::string key = target_.key(t);
    compare_texts(context_, {source, target, key, at_value(source_, from.node), at_value(target_, to.node)},
                  facts_, findings_);
  }

  void note_consistency(std::uint32_t s, std::uint32_t t, std::string_view source, std::string_view target) {
    if (!source_.is_repeated(s) || source.empty() || !findings_.wants(Rule::inconsistent)) return;
    const auto [found, is_new] = translations_.try_emplace(source, std::pair{target, t});
    if (is_new || found->second.first == target) return;
    findings_.add(Rule::inconsistent, target_.key(t), at_value(target_, target_.items()[t].node),
                  Message("check.inconsistent", "\"{{source}}\" is translated in another way at \"{{key}}\"",
                          {{"source", source.substr(0, 60)}, {"key", target_.key(found->second.second)}}),
                  at_value(source_, source_.items()[s].node));
  }

  // ---- plural nodes

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

  void plural_source(std::uint32_t s, std::uint32_t t) {
    const Item& from = source_.items()[s];
    const Item& to = target_.items()[t];
    if (to.kind == Item::Kind::plural) return plurals(s, t);
    if (to.kind == Item::Kind::value) return value(s, t);
    if (to.kind != Item::Kind::text) return mismatch(s, t);
    const std::string key = target_.key(t);
    const std::string_view text = text_of(target_, to);
    const std::uint32_t other = twin_form(source_.forms(from), Form::other);
    if (is_untranslated(text)) return untranslated(key, at_value(target_, to.node), at_value(source_, other));
    coverage_.translated += 1;
    if (facts_.plurals.is_known && !facts_.plurals.is_other_only) {
      findings_.add(Rule::plural_flattened, key, at_value(target_, to.node),
                    Message("check.flattened", "the source has plural forms here, this is one text"),
                    at_key(source_, from.node));
    }
    compare_texts(context_,
                  {source_.node(other).text, text, key, at_value(source_, other), at_value(target_, to.node),
                   form_texts(source_, from)},
                  facts_, findings_);
  }

  void text_to_plural(std::uint32_t s, std::uint32_t t) {
    const Item& from = source_.items()[s];
    coverage_.translated += 1;
    for (const Form form : all_forms) {
      const std::uint32_t node = target_.forms(target_.items()[t]).of(form);
      if (node == 0 || is_untranslated(target_.node(node).text)) continue;
      const std::string key = target_.key(t, form);
      TextPair pair{text_of(source_, from), target_.node(node).text, key, at_value(source_, from.node),
                    at_value(target_, node)};
      pair.checks_count = false;
      compare_texts(context_, pair, facts_, findings_);
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
          yaml_type(here, key, at_value(target_, node), at_value(source_, twin));
        if (!is_nothing) continue;
      }
      if (is_untranslated(here.text) && !is_untranslated(source_.node(twin).text)) {
        has_empty = true;
        tell_untranslated(key, at_value(target_, node), at_value(source_, twin));
        continue;
      }
      TextPair pair{source_.node(twin).text, here.text, key, at_value(source_, twin),
                    at_value(target_, node), all};
      pair.checks_count = false;
      compare_texts(context_, pair, facts_, findings_);
    }
    (has_empty ? coverage_.empty : coverage_.translated) += 1;
    unknown_forms(t);
    count_dropped(t, source_forms);
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
      findings_.add(Rule::extra_key, key, at_key(target_, child),
                    Message("check.extra_key", "the source has no \"{{key}}\"", {{"key", key}}));
    }
  }

  /// The placeholder that shows the number, in `text`; "" if there is none.
  std::string_view count_in(std::string_view text) const {
    for (const auto& each : placeholders(text, context_.delimiters)) {
      const auto& names = context_.options.count_names;
      if (std::find(names.begin(), names.end(), each.name) != names.end())
        return text.substr(each.begin, each.end - each.begin);
    }
    return {};
  }

  void count_dropped(std::uint32_t t, const Forms& source_forms) {
    const PluralFacts& plurals = facts_.plurals;
    if (!plurals.is_known || !findings_.wants(Rule::plural_count_dropped)) return;
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
      findings_.add(Rule::plural_count_dropped, target_.key(t, form), at_value(target_, node),
                    std::move(message), at_value(source_, many));
    }
  }

  /// A misspelled placeholder is told as that.
  bool has_near_count(std::string_view text) const {
    const auto near = near_placeholders(text, placeholders(text, context_.delimiters), context_.delimiters);
    return std::any_of(near.begin(), near.end(), [this](const NearPlaceholder& each) {
      const auto& names = context_.options.count_names;
      return std::find(names.begin(), names.end(), each.name) != names.end();
    });
  }

  const CheckContext& context_;
  const Outline& source_;
  const Outline& target_;
  const LocaleFacts& facts_;
  Findings& findings_;
  Coverage& coverage_;
  enum class Match : std::uint8_t { none, found, walked };  // walked: what is in it was compared too
  std::vector<Match> match_;
  std::map<std::string_view, std::pair<std::string_view, std::uint32_t>> translations_;
};

}  // namespace

bool is_untranslated(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text.empty() || text == "…" || text == "...";
}

void compare_files(const CheckContext& context, const Outline& source, const Outline& target,
                   const LocaleFacts& facts, Findings& findings, Coverage& coverage) {
  Comparison(context, source, target, facts, findings, coverage).run();
}

}  // namespace objectos::lint
