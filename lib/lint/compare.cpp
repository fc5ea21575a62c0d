#include "lint/file_pair.hpp"

#include <algorithm>

namespace objectos::lint {
namespace {

class Comparison {
 public:
  explicit Comparison(const FilePair& files)
      : files_(files),
        source_(files.source),
        target_(files.target),
        findings_(files.findings),
        coverage_(files.coverage),
        match_(target_.items().size(), Match::none) {}

  void run() {
    coverage_.keys += source_.items().empty() ? 0 : source_.count_keys(0);
    if (source_.items().empty() || target_.items().empty()) return;
    objects(0, 0);
    if (!source_.file().is_broken()) extra_keys(0);
  }

 private:
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
    if (files_.facts.inherits) {
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
    if (from == Item::Kind::plural && to == Item::Kind::plural) return compare_plurals(files_, s, t);
    if (from == Item::Kind::plural && to == Item::Kind::text) return compare_flattened(files_, s, t);
    if (from == Item::Kind::text && to == Item::Kind::text) return texts(s, t);
    if (from == Item::Kind::text && to == Item::Kind::plural) return compare_unfolded(files_, s, t);
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
    if (is_nothing) return files_.untranslated(target_.key(t), where, at_key(source_, from.node));
    if (!node.is_plain) return mismatch(s, t);
    coverage_.translated += 1;
    files_.yaml_type(node, target_.key(t), where, at_value(source_, from.node));
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
      return files_.untranslated(target_.key(t), at_value(target_, to.node), at_value(source_, from.node));
    coverage_.translated += 1;
    note_consistency(s, t, source, target);
    const std::string key = target_.key(t);
    compare_texts(files_.context,
                  {source, target, key, at_value(source_, from.node), at_value(target_, to.node)},
                  files_.facts, findings_);
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

  const FilePair& files_;
  const Outline& source_;
  const Outline& target_;
  Findings& findings_;
  Coverage& coverage_;
  enum class Match : std::uint8_t { none, found, walked };  // walked: what is in it was compared too
  std::vector<Match> match_;
  std::map<std::string_view, std::pair<std::string_view, std::uint32_t>> translations_;
};

}  // namespace

void compare_files(const CheckContext& context, const Outline& source, const Outline& target,
                   const LocaleFacts& facts, Findings& findings, Coverage& coverage) {
  Comparison({context, source, target, facts, findings, coverage}).run();
}

}  // namespace objectos::lint
