// Two texts of one key: placeholders, tags, edges, and what only some projects ask for.
#include <algorithm>

#include "core/utf8.hpp"
#include "i18n/locale_tag.hpp"
#include "lint/compare.hpp"
#include "objectos/text.hpp"

namespace objectos::lint {
namespace {

using i18n::Placeholder;

std::string_view written(std::string_view text, const Placeholder& each) {
  return text.substr(each.begin, each.end - each.begin);
}

/// "timeString" of `timeString('de-DE')`: arguments are the translator's.
std::string_view directive_name(const Placeholder& each) {
  return each.directive.substr(0, each.directive.find_first_of("( \t,|"));
}

std::string quoted_tag(const TagCount& tag) {
  return "<" + tag.name + ">";
}

/// The letters of a text in words; placeholders, tags and URLs are none.
std::vector<std::string> words_of(std::string_view text, const Delimiters& delimiters) {
  std::string plain(text);
  for (const Placeholder& each : placeholders(text, delimiters))
    plain.replace(each.begin, each.end - each.begin, each.end - each.begin, ' ');
  for (std::size_t at = 0; (at = plain.find('<', at)) != plain.npos; ++at) {
    const auto end = plain.find('>', at);
    if (end == plain.npos) break;
    plain.replace(at, end - at + 1, end - at + 1, ' ');
  }
  std::vector<std::string> words;
  for (std::size_t at = 0; at < plain.size();) {
    const std::size_t end = std::min(plain.find_first_of(" \t\r\n", at), plain.size());
    std::string_view word = std::string_view(plain).substr(at, end - at);
    at = end + 1;
    if (word.find("://") != word.npos || word.find('@') != word.npos) continue;
    const auto is_mark = [](char c) {
      return static_cast<unsigned char>(c) < 0x80 && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z');
    };
    while (!word.empty() && is_mark(word.front())) word.remove_prefix(1);
    while (!word.empty() && is_mark(word.back())) word.remove_suffix(1);
    if (!word.empty()) words.emplace_back(word);
  }
  return words;
}

class TextCheck {
 public:
  TextCheck(const CheckContext& context, const TextPair& pair, const LocaleFacts& facts, Findings& findings)
      : context_(context), pair_(pair), facts_(facts), findings_(findings) {}

  void run() {
    if (context_.marks.finds(pair_.target) || context_.marks.finds(pair_.source)) {
      placeholder_rules();
      markup();
    }
    edges();
    quality();
  }

 private:
  void add(Rule rule, Message message, Severity most = Severity::error) {
    findings_.add(rule, pair_.key, pair_.target_where, std::move(message), pair_.source_where, most);
  }

  // ---- placeholders

  void placeholder_rules() {
    in_target_ = placeholders(pair_.target, context_.delimiters);
    in_source_ = placeholders(pair_.source, context_.delimiters);
    near();
    if (in_target_.empty() && in_source_.empty()) return;
    for (const std::string_view form : pair_.source_forms)
      for (const Placeholder& each : placeholders(form, context_.delimiters)) add_allowed(each);
    for (const Placeholder& each : in_source_) add_allowed(each);
    unknown();
    dropped();
    directives();
    multiplicity();
  }

  void add_allowed(const Placeholder& each) { allowed_.push_back(each); }

  static bool has(const std::vector<Placeholder>& list, std::string_view name) {
    return std::any_of(list.begin(), list.end(),
                       [name](const Placeholder& each) { return each.name == name; });
  }

  /// The source has the same thing, perhaps with something else inside: a format of the project's own.
  bool is_literal_of_source(const NearPlaceholder& found) const {
    const auto holds = [&](std::string_view text) {
      const auto twins =
          near_placeholders(text, placeholders(text, context_.delimiters), context_.delimiters);
      return std::any_of(twins.begin(), twins.end(), [&found](const NearPlaceholder& twin) {
        return twin.text == found.text ||
               (twin.name == found.name && twin.text.substr(0, 2) == found.text.substr(0, 2) &&
                twin.is_open == found.is_open);
      });
    };
    return holds(pair_.source) || std::any_of(pair_.source_forms.begin(), pair_.source_forms.end(), holds);
  }

  void near() {
    if (!findings_.wants(Rule::near_placeholder) ||
        pair_.target.find_first_of("{%\xEF<[(") == pair_.target.npos)
      return;
    for (const NearPlaceholder& each : near_placeholders(pair_.target, in_target_, context_.delimiters)) {
      if (is_literal_of_source(each)) continue;
      const i18n::Delimiters& right = context_.delimiters.front();
      near_names_.push_back(each.name);
      if (has(in_source_, each.name)) {
        add(Rule::near_placeholder,
            Message("check.near", "{{found}} is no placeholder: it must be {{right}}",
                    {{"found", each.text}, {"right", right.open + std::string(each.name) + right.close}}));
      } else {
        add(Rule::near_placeholder,
            Message("check.near_unknown",
                    "{{found}} looks like a placeholder and is none: they are written {{right}}",
                    {{"found", each.text}, {"right", right.open + "name" + right.close}}));
      }
    }
  }

  /// What the unknown one may stand for: a placeholder of the source that the text lacks.
  const Placeholder* meant(const Placeholder& unknown) const {
    std::vector<std::string> lacking;
    for (const Placeholder& each : in_source_)
      if (!has(in_target_, each.name) &&
          std::find(lacking.begin(), lacking.end(), each.name) == lacking.end())
        lacking.emplace_back(each.name);
    if (lacking.empty()) return nullptr;
    const auto guess = lacking.size() == 1 ? std::optional(lacking.front()) : nearest(unknown.name, lacking);
    if (!guess) return nullptr;
    return &*std::find_if(in_source_.begin(), in_source_.end(),
                          [&guess](const Placeholder& each) { return each.name == *guess; });
  }

  void unknown() {
    std::vector<std::string_view> told;
    for (const Placeholder& each : in_target_) {
      if (has(allowed_, each.name) || std::find(told.begin(), told.end(), each.name) != told.end()) continue;
      told.push_back(each.name);
      const std::string_view found = written(pair_.target, each);
      if (const Placeholder* guess = meant(each)) {
        renamed_.push_back(guess->name);
        add(Rule::unknown_placeholder,
            Message("check.unknown_guess", "unknown {{found}}: the source has {{wanted}}",
                    {{"found", found}, {"wanted", written(pair_.source, *guess)}}));
      } else {
        add(Rule::unknown_placeholder,
            Message("check.unknown", "unknown {{found}}: the source has no such placeholder",
                    {{"found", found}}));
      }
    }
  }

  bool is_count(std::string_view name) const {
    const auto& names = context_.options.count_names;
    return std::find(names.begin(), names.end(), name) != names.end();
  }

  void dropped() {
    std::vector<std::string_view> told;
    for (const Placeholder& each : in_source_) {
      if (has(in_target_, each.name) || std::find(told.begin(), told.end(), each.name) != told.end())
        continue;
      told.push_back(each.name);
      if (!pair_.checks_count && is_count(each.name)) continue;
      const auto is_told = [&each](const std::vector<std::string_view>& names) {
        return std::find(names.begin(), names.end(), each.name) != names.end();
      };
      if (is_told(renamed_) || is_told(near_names_)) continue;
      add(Rule::dropped_placeholder, Message("check.dropped", "{{wanted}} of the source is missing",
                                             {{"wanted", written(pair_.source, each)}}));
    }
  }

  void directives() {
    if (!findings_.wants(Rule::directive_mismatch)) return;
    for (const Placeholder& each : in_target_) {
      const Placeholder* twin = nullptr;
      bool is_same = false;
      for (const Placeholder& other : allowed_) {
        if (other.name != each.name) continue;
        twin = &other;
        is_same = is_same || directive_name(other) == directive_name(each);
      }
      if (!twin || is_same) continue;
      const std::string_view found = written(pair_.target, each), wanted = directive_name(*twin);
      add(Rule::directive_mismatch,
          wanted.empty() ? Message("check.directive_added",
                                   "{{found}} is formatted as {{directive}}, in the source it is not",
                                   {{"found", found}, {"directive", directive_name(each)}})
                         : Message("check.directive",
                                   "{{found}} is not formatted as {{directive}}, as it is in the source",
                                   {{"found", found}, {"directive", wanted}}));
    }
  }

  void multiplicity() {
    if (!findings_.wants(Rule::placeholder_multiplicity)) return;
    std::vector<std::string_view> told;
    for (const Placeholder& each : in_source_) {
      if (std::find(told.begin(), told.end(), each.name) != told.end()) continue;
      told.push_back(each.name);
      const auto count = [&each](const std::vector<Placeholder>& list) {
        return std::count_if(list.begin(), list.end(),
                             [&each](const Placeholder& other) { return other.name == each.name; });
      };
      const auto here = count(in_target_), there = count(in_source_);
      if (here == 0 || here == there) continue;
      add(Rule::placeholder_multiplicity,
          Message("check.multiplicity", "{{found}} stands here {{here}} times, in the source {{there}}",
                  {{"found", written(pair_.source, each)}, {"here", here}, {"there", there}}));
    }
  }

  // ---- tags

  static bool leaves_emphasis_out(std::string_view locale) {
    const std::string_view language = i18n::language_of(locale);
    return language == "ja" || language == "zh" || language == "ko" || language == "yue" || language == "th";
  }
  static bool is_emphasis(const TagCount& tag) {
    return tag.name == "b" || tag.name == "i" || tag.name == "em" || tag.name == "strong" || tag.name == "u";
  }

  void markup() {
    if (!findings_.wants(Rule::html_mismatch)) return;
    if (pair_.source.find('<') == pair_.source.npos && pair_.target.find('<') == pair_.target.npos) return;
    const std::vector<TagCount> from = tags(pair_.source), to = tags(pair_.target);
    const auto find = [](const std::vector<TagCount>& list, const std::string& name) {
      return std::find_if(list.begin(), list.end(),
                          [&name](const TagCount& each) { return each.name == name; });
    };
    const TagCount* lost = nullptr;
    const TagCount* added = nullptr;
    const TagCount* uneven = nullptr;
    for (const TagCount& each : from) {
      const auto twin = find(to, each.name);
      if (twin == to.end()) {
        if (!lost) lost = &each;
      } else if (!each.is_void && (twin->opens != each.opens || twin->closes != each.closes) && !uneven) {
        uneven = &*twin;
      }
    }
    for (const TagCount& each : to)
      if (find(from, each.name) == from.end() && !added) added = &each;
    if (lost && added) {
      add(Rule::html_mismatch, Message("check.tag_renamed", "{{found}} stands here instead of {{wanted}}",
                                       {{"found", quoted_tag(*added)}, {"wanted", quoted_tag(*lost)}}));
    } else if (lost) {
      const bool may = is_emphasis(*lost) && leaves_emphasis_out(facts_.locale);
      add(Rule::html_mismatch,
          Message("check.tag_lost", "{{wanted}} of the source is missing", {{"wanted", quoted_tag(*lost)}}),
          may ? Severity::warning : Severity::error);
    } else if (added) {
      add(Rule::html_mismatch,
          Message("check.tag_added", "{{found}} is not in the source", {{"found", quoted_tag(*added)}}));
    } else if (uneven) {
      const bool is_open = uneven->opens != uneven->closes;
      add(Rule::html_mismatch,
          is_open
              ? Message(
                    "check.tag_uneven", "{{found}} is opened {{opens}} times and closed {{closes}}",
                    {{"found", quoted_tag(*uneven)}, {"opens", uneven->opens}, {"closes", uneven->closes}})
              : Message("check.tag_count", "{{found}} stands here more or less often than in the source",
                        {{"found", quoted_tag(*uneven)}}));
    }
  }

  // ---- edges

  static bool ends_in_wide_mark(std::string_view text) {
    for (const std::string_view mark : {"：", "。", "，", "、", "！", "？", "；", "）", "」", "』", "】"})
      if (text.ends_with(mark)) return true;
    return false;
  }

  /// ", and ", " or ": what stands between the items of a list has the blanks that the language wants.
  bool is_connector() const {
    if (is_only_punctuation(pair_.source)) return true;
    const bool begins =
        !leading_blanks(pair_.source).empty() || is_only_punctuation(pair_.source.substr(0, 1));
    return begins && !trailing_blanks(pair_.source).empty() &&
           words_of(pair_.source, context_.delimiters).size() <= 1 &&
           placeholders(pair_.source, context_.delimiters).empty();
  }

  void edges() {
    if (!findings_.wants(Rule::edge_whitespace)) return;
    const auto is_inner = [](char c) {
      return static_cast<unsigned char>(c) < 0x80 && c != ' ' && c != '\t' && c != '\n' && c != '\r';
    };
    // Most texts begin and end with a letter.
    if (is_inner(pair_.source.empty() ? ' ' : pair_.source.front()) && is_inner(pair_.source.back()) &&
        !pair_.target.empty() && is_inner(pair_.target.front()) && is_inner(pair_.target.back()))
      return;
    if (is_connector()) return;
    edge(leading_blanks(pair_.source), leading_blanks(pair_.target), true);
    std::string from = trailing_blanks(pair_.source), to = trailing_blanks(pair_.target);
    // YAML's block scalars end in a newline that nobody meant.
    if (from.ends_with('\n')) from.pop_back();
    if (to.ends_with('\n')) to.pop_back();
    // The full width of such a mark holds the blank.
    if (!from.empty() && to.empty() && ends_in_wide_mark(pair_.target)) return;
    edge(from, to, false);
  }

  void edge(const std::string& from, const std::string& to, bool is_start) {
    if (from == to) return;
    Message message;
    if (from.empty()) {
      message = is_start ? Message("check.blank_before", "blanks at the start that the source does not have")
                         : Message("check.blank_behind", "blanks at the end that the source does not have");
    } else if (to.empty()) {
      message = is_start ? Message("check.no_blank_before", "the source begins with blanks, this does not")
                         : Message("check.no_blank_behind", "the source ends with blanks, this does not");
    } else {
      message = is_start ? Message("check.other_blank_before", "other blanks at the start than in the source")
                         : Message("check.other_blank_behind", "other blanks at the end than in the source");
    }
    add(Rule::edge_whitespace, std::move(message));
  }

  // ---- what only some ask for

  void quality() {
    if (findings_.wants(Rule::same_as_source)) same_as_source();
    if (findings_.wants(Rule::double_space)) double_space();
    if (findings_.wants(Rule::end_punctuation)) end_punctuation();
  }

  void same_as_source() {
    if (pair_.source != pair_.target || facts_.is_variant_of_source) return;
    std::size_t told = 0;
    bool has_plain_word = false;
    for (const std::string& word : words_of(pair_.target, context_.delimiters)) {
      const auto& allowed = context_.options.allowed_words;
      if (std::find(allowed.begin(), allowed.end(), word) != allowed.end()) continue;
      const bool is_acronym = std::none_of(word.begin(), word.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
      });
      if (is_acronym) continue;
      ++told;
      // Names of things are written with capitals.
      has_plain_word = has_plain_word || (word.size() > 2 && word[0] >= 'a' && word[0] <= 'z');
    }
    if (told >= 2 && has_plain_word)
      add(Rule::same_as_source, Message("check.same", "the text is the same as in the source"));
  }

  static bool has_double(std::string_view text) {
    return text.find("  ") != text.npos || text.find("\xE2\x80\x8B") != text.npos;
  }

  void double_space() {
    if (has_double(pair_.target) && !has_double(pair_.source))
      add(Rule::double_space,
          Message("check.double_space", "two blanks, or one of no width, that the source does not have"));
  }

  /// The last mark, by its meaning in any script: '.', '!', '?', ':', or 0.
  static char last_mark(std::string_view text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.remove_suffix(1);
    for (const std::string_view mark : {"…", "..."})
      if (text.ends_with(mark)) return '~';
    struct Mark {
      std::string_view text;
      char means;
    };
    for (const Mark& each :
         {Mark{"。", '.'}, Mark{"।", '.'}, Mark{"۔", '.'}, Mark{"。", '.'}, Mark{"．", '.'}, Mark{"？", '?'},
          Mark{"؟", '?'}, Mark{";", '?'}, Mark{"！", '!'}, Mark{"：", ':'}, Mark{".", '.'}, Mark{"!", '!'},
          Mark{"?", '?'}, Mark{":", ':'}})
      if (text.ends_with(each.text)) return each.means;
    return 0;
  }

  void end_punctuation() {
    const std::string_view language = i18n::language_of(facts_.locale);
    if (language == "th" || language == "lo" || language == "km" || language == "my") return;
    char here = last_mark(pair_.target);
    const char there = last_mark(pair_.source);
    if (language == "el" && there == '?' && pair_.target.ends_with(';')) here = '?';
    if (here != there)
      add(Rule::end_punctuation, Message("check.end", "the last mark is another one than in the source"));
  }

  const CheckContext& context_;
  const TextPair& pair_;
  const LocaleFacts& facts_;
  Findings& findings_;
  std::vector<Placeholder> in_source_, in_target_, allowed_;
  std::vector<std::string_view> near_names_, renamed_;
};

}  // namespace

void compare_texts(const CheckContext& context, const TextPair& pair, const LocaleFacts& facts,
                   Findings& findings) {
  TextCheck(context, pair, facts, findings).run();
}

}  // namespace objectos::lint
