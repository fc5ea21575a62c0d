#include "lint/text_marks.hpp"

#include <algorithm>
#include <array>

#include "core/ascii.hpp"
#include "core/utf8.hpp"

namespace objectos::lint {
namespace {

/// Blanks other than the ASCII space that writing programs put in: no-break, narrow no-break, ideographic.
constexpr std::string_view wide_blanks[] = {"\xC2\xA0", "\xE2\x80\xAF", "\xE3\x80\x80"};
constexpr std::string_view wide_open = "\xEF\xBD\x9B", wide_close = "\xEF\xBD\x9D",
                           wide_percent = "\xEF\xBC\x85";

std::size_t blank_length(std::string_view text) {
  if (text.empty()) return 0;
  if (text[0] == ' ' || text[0] == '\t') return 1;
  for (const std::string_view blank : wide_blanks)
    if (text.starts_with(blank)) return blank.size();
  return 0;
}

/// Reads on in a text.
struct Cursor {
  std::string_view text;
  std::size_t at = 0;

  std::string_view rest() const { return text.substr(std::min(at, text.size())); }
  bool take(std::string_view word) {
    if (!rest().starts_with(word)) return false;
    at += word.size();
    return true;
  }
  void blanks() {
    while (const std::size_t length = blank_length(rest())) at += length;
  }
  /// Braces that open, or close, of either width.
  std::size_t braces(char narrow, std::string_view wide) {
    std::size_t count = 0;
    for (;; ++count) {
      if (at < text.size() && text[at] == narrow) {
        ++at;
      } else if (!take(wide)) {
        return count;
      }
    }
  }
  std::string_view name() {
    const std::size_t start = at;
    while (at < text.size()) {
      const auto c = static_cast<unsigned char>(text[at]);
      const bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                            c == '_' || c == '.' || c == '-' || c == '$' || c == '@';
      if (!is_plain && c < 0x80) break;
      if (c >= 0x80 &&
          (blank_length(rest()) > 0 || rest().starts_with(wide_open) || rest().starts_with(wide_close)))
        break;
      ++at;
    }
    return text.substr(start, at - start);
  }
};

constexpr std::size_t longest_name = 64;

/// What is written like a placeholder at `at`, with any number of braces. False if nothing is.
bool read_like_placeholder(std::string_view text, std::size_t at, NearPlaceholder& found,
                           std::size_t& opening) {
  Cursor cursor{text, at};
  if (cursor.take("%") || cursor.take(wide_percent)) cursor.take(" ");
  opening = cursor.braces('{', wide_open);
  if (opening == 0) return false;
  cursor.blanks();
  cursor.take("-");
  cursor.blanks();
  found.name = cursor.name();
  if (found.name.empty() || found.name.size() > longest_name) return false;
  std::size_t end = cursor.at;
  cursor.blanks();
  if (cursor.at < text.size() && (text[cursor.at] == ',' || text[cursor.at] == '|')) {
    const auto brace = text.find_first_of("{}\n", cursor.at);
    if (brace != text.npos && text[brace] == '}') cursor.at = brace;
  }
  const std::size_t closing = cursor.braces('}', wide_close);
  if (closing > 0) end = cursor.at;
  found.is_open = closing == 0;
  found.text = text.substr(at, end - at);
  return true;
}

bool has_wide_blank(std::string_view name) {
  return std::any_of(std::begin(wide_blanks), std::end(wide_blanks), [name](std::string_view blank) {
    return name.starts_with(blank) || name.ends_with(blank);
  });
}

}  // namespace

MarkScan::MarkScan(const Delimiters& delimiters) {
  for (const char c : std::string_view("{%<\xEF")) marks_[static_cast<unsigned char>(c)] = true;
  for (const i18n::Delimiters& each : delimiters) marks_[static_cast<unsigned char>(each.open[0])] = true;
}

bool MarkScan::finds(std::string_view text) const noexcept {
  return std::any_of(text.begin(), text.end(),
                     [this](char c) { return marks_[static_cast<unsigned char>(c)]; });
}

std::vector<i18n::Placeholder> placeholders(std::string_view text, const Delimiters& delimiters) {
  std::vector<i18n::Placeholder> found;
  for (const i18n::Delimiters& each : delimiters) {
    for (auto next = i18n::next_placeholder(text, 0, each); next;
         next = i18n::next_placeholder(text, next->end, each))
      found.push_back(*next);
  }
  if (delimiters.size() > 1) {
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
    // `{{x}}` is no `{x}` in two more braces.
    std::vector<i18n::Placeholder> apart;
    for (const auto& each : found)
      if (apart.empty() || each.begin >= apart.back().end) apart.push_back(each);
    found = std::move(apart);
  }
  // A space that is none is told by near_placeholders.
  std::erase_if(found, [](const i18n::Placeholder& each) { return has_wide_blank(each.name); });
  return found;
}

std::vector<NearPlaceholder> near_placeholders(std::string_view text,
                                               const std::vector<i18n::Placeholder>& known,
                                               const Delimiters& delimiters) {
  std::vector<NearPlaceholder> found;
  const bool uses_braces = std::any_of(delimiters.begin(), delimiters.end(), [](const auto& each) {
    return each.open.find('{') != each.open.npos;
  });
  auto next = known.begin();
  for (std::size_t at = 0; at < text.size();) {
    while (next != known.end() && next->end <= at) ++next;
    if (next != known.end() && at >= next->begin) {
      // A brace too many around a good one.
      const bool is_wrapped = (next->begin > 0 && text[next->begin - 1] == '{') ||
                              (next->end < text.size() && text[next->end] == '}');
      if (uses_braces && is_wrapped) {
        const std::size_t begin =
            next->begin > 0 && text[next->begin - 1] == '{' ? next->begin - 1 : next->begin;
        const std::size_t end = next->end < text.size() && text[next->end] == '}' ? next->end + 1 : next->end;
        found.push_back({text.substr(begin, end - begin), next->name, false});
      }
      at = next->end;
      continue;
    }
    NearPlaceholder like;
    std::size_t opening = 0;
    const std::size_t limit = next == known.end() ? text.size() : next->begin;
    const char c = text[at];
    const bool may_begin = c == '{' || c == '%' || c == '\xEF';
    if (may_begin && read_like_placeholder(text.substr(0, limit), at, like, opening)) {
      const bool is_certain = !like.is_open || opening > 1;
      if (is_certain || text[at] == '%') found.push_back(like);
      at += std::max<std::size_t>(like.text.size(), 1);
      continue;
    }
    // Begun in the right way, and not ended: `%(name)`, `<%= name >`.
    bool is_begun = false;
    for (const i18n::Delimiters& each : delimiters) {
      if (each.open.size() < 2 || each.open.find('{') != each.open.npos ||
          !text.substr(at).starts_with(each.open))
        continue;
      Cursor cursor{text, at + each.open.size()};
      cursor.blanks();
      const std::string_view name = cursor.name();
      if (name.empty() || name.size() > longest_name) continue;
      found.push_back({text.substr(at, cursor.at - at), name, true});
      at = cursor.at;
      is_begun = true;
      break;
    }
    if (!is_begun) ++at;
  }
  return found;
}

// ---- tags

namespace {

constexpr std::string_view html_names =
    " a abbr acronym address article aside audio b bdi bdo big blockquote body br button canvas caption "
    "center cite code "
    "col colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure font "
    "footer form h1 "
    "h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main map mark menu "
    "meta meter nav "
    "noscript object ol optgroup option output p param picture pre progress q rp rt ruby s samp script "
    "section select small "
    "source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead "
    "time title tr track "
    "tt u ul var video wbr ";
constexpr std::string_view void_names =
    " area base br col embed hr img input link meta param source track wbr ";

bool is_among(std::string_view list, std::string_view word) {
  for (std::size_t at = list.find(word); at != list.npos; at = list.find(word, at + 1))
    if (list[at - 1] == ' ' && list[at + word.size()] == ' ') return true;
  return false;
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

struct Tag {
  std::string_view name;
  bool is_closing = false;
  bool is_self_closing = false;
  bool has_bare_words = false;  ///< attributes without a value, as in `<empty string>`
};

/// The end of the attributes from `at`: the index of `>`; npos if this is no tag.
std::size_t skip_attributes(std::string_view text, std::size_t at, Tag& tag) {
  while (at < text.size()) {
    const char c = text[at];
    if (c == '>') return at;
    if (c == '/' && at + 1 < text.size() && text[at + 1] == '>') {
      tag.is_self_closing = true;
      return at + 1;
    }
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      ++at;
      continue;
    }
    if (!is_letter(c) && c != '@' && c != ':' && c != '#' && c != '_') return text.npos;
    while (at < text.size() && std::string_view(" \t\r\n=><\"'").find(text[at]) == std::string_view::npos)
      ++at;
    if (at < text.size() && text[at] == '=') {
      ++at;
      const char quote = at < text.size() ? text[at] : '\0';
      if (quote == '"' || quote == '\'') {
        const std::size_t end = text.find(quote, at + 1);
        if (end == text.npos) return text.npos;
        at = end + 1;
      } else {
        while (at < text.size() && text[at] != ' ' && text[at] != '>' && text[at] != '<') ++at;
      }
    } else {
      tag.has_bare_words = true;
    }
  }
  return text.npos;
}

std::size_t read_tag(std::string_view text, std::size_t at, Tag& tag) {
  ++at;
  if (at < text.size() && text[at] == '/') {
    tag.is_closing = true;
    ++at;
  }
  const std::size_t start = at;
  if (at >= text.size() || (!is_letter(text[at]) && !is_digit(text[at]))) return text.npos;
  const bool is_number = is_digit(text[at]);
  while (at < text.size() &&
         (is_digit(text[at]) || (!is_number && (is_letter(text[at]) || text[at] == '-' || text[at] == '_' ||
                                                text[at] == '.' || text[at] == ':'))))
    ++at;
  tag.name = text.substr(start, at - start);
  if (at < text.size() && text[at] != '>' && text[at] != '/' && text[at] != ' ' && text[at] != '\t' &&
      text[at] != '\n')
    return text.npos;
  return skip_attributes(text, at, tag);
}

}  // namespace

std::vector<TagCount> tags(std::string_view text) {
  struct Seen {
    TagCount count;
    bool is_sure = false;  // of HTML, a number, or `<x/>`
  };
  std::vector<Seen> seen;
  for (std::size_t at = 0; (at = text.find('<', at)) != text.npos; ++at) {
    Tag tag;
    const std::size_t end = read_tag(text, at, tag);
    if (end == text.npos) continue;
    const std::string low = ascii::lower(tag.name);
    // `<Link>` is a component, `<BR>` is not.
    const bool has_one_case = tag.name == low || std::none_of(tag.name.begin(), tag.name.end(),
                                                              [](char c) { return c >= 'a' && c <= 'z'; });
    const bool is_html = has_one_case && is_among(html_names, low);
    const std::string name = is_html ? low : std::string(tag.name);
    auto found =
        std::find_if(seen.begin(), seen.end(), [&name](const Seen& each) { return each.count.name == name; });
    if (found == seen.end()) {
      seen.push_back({{name, 0, 0, is_html && is_among(void_names, low)}, false});
      found = seen.end() - 1;
    }
    found->is_sure |= is_html || is_digit(name[0]) || (tag.is_self_closing && !tag.has_bare_words);
    // `</br>` is read as `<br>` by browsers.
    if (tag.is_closing && !found->count.is_void) {
      ++found->count.closes;
    } else {
      ++found->count.opens;
      if (tag.is_self_closing && !found->count.is_void) ++found->count.closes;
    }
    at = end;
  }
  std::vector<TagCount> out;
  for (Seen& each : seen)
    if (each.is_sure || (each.count.opens > 0 && each.count.closes > 0)) out.push_back(std::move(each.count));
  std::sort(out.begin(), out.end(), [](const TagCount& a, const TagCount& b) { return a.name < b.name; });
  return out;
}

// ---- edges

std::string leading_blanks(std::string_view text) {
  std::string blanks;
  while (!text.empty()) {
    const bool is_break = text[0] == '\n' || text[0] == '\r';
    const std::size_t length = is_break ? 1 : blank_length(text);
    if (length == 0) break;
    blanks += is_break ? '\n' : ' ';
    text.remove_prefix(length);
  }
  return blanks;
}

std::string trailing_blanks(std::string_view text) {
  std::string blanks;
  for (;;) {
    if (text.ends_with('\n') || text.ends_with('\r')) {
      blanks += '\n';
      text.remove_suffix(1);
      continue;
    }
    if (text.ends_with(' ') || text.ends_with('\t')) {
      blanks += ' ';
      text.remove_suffix(1);
      continue;
    }
    const auto* wide = std::find_if(std::begin(wide_blanks), std::end(wide_blanks),
                                    [text](std::string_view blank) { return text.ends_with(blank); });
    if (wide == std::end(wide_blanks)) break;
    blanks += ' ';
    text.remove_suffix(wide->size());
  }
  std::reverse(blanks.begin(), blanks.end());
  return blanks;
}

bool is_only_punctuation(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = std::max<std::size_t>(utf8::sequence_length(text.substr(at)), 1);
    const char c = text[at];
    if (length == 1 && (is_letter(c) || is_digit(c))) return false;
    if (length > 1) {
      // General punctuation and that of CJK; anything else beyond ASCII and Latin-1's signs is taken for a
      // letter.
      const std::string_view character = text.substr(at, length);
      const bool is_mark = (character >= "\xC2\xA0" && character <= "\xC2\xBF") ||
                           (character >= "\xE2\x80\x80" && character <= "\xE2\x81\xAF") ||
                           (character >= "\xE3\x80\x80" && character <= "\xE3\x80\xBF") ||
                           (character >= "\xEF\xBC\x81" && character <= "\xEF\xBC\x8F");
      if (!is_mark) return false;
    }
    at += length;
  }
  return true;
}

}  // namespace objectos::lint
