// A directory of message templates: one message, its parts, its languages.
//
//   templates/welcome.subject.hbs        the subject where no language fits better
//   templates/welcome.de.subject.hbs     in German
//   templates/welcome.html.hbs           one HTML part for all, with {{t "…"}} for its texts
//   templates/partials/footer.hbs        {{> footer}}
//   templates/partials/footer.de.hbs     what {{> footer}} is in German
//
// So the files are `NAME[.LOCALE].PART.hbs` and `partials/NAME[.LOCALE].hbs`. NAME is of letters, digits, `-`
// and `_` (of partials also with `/`: directories), PART one of subject, text, html, sms, json. Other files
// are passed over.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "objectos/api.hpp"
#include "objectos/error.hpp"
#include "objectos/i18n.hpp"
#include "objectos/template.hpp"

namespace objectos {

enum class MessagePart : std::uint8_t { subject, text, html, sms, json };
inline constexpr std::array<MessagePart, 5> message_parts{
    MessagePart::subject, MessagePart::text, MessagePart::html, MessagePart::sms, MessagePart::json};
/// "subject", "text", …
OBJECTOS_API std::string_view message_part_name(MessagePart part) noexcept;
/// Error(usage) for anything else.
OBJECTOS_API MessagePart parse_message_part(std::string_view name);

/// The helpers t, formatNumber, formatCurrency and formatDate by the i18n service. Styles are those of
/// FormatStyle; of a number also `percent`; of a date also `time` or `datetime` in front of one: "datetime
/// long". Thread safe; `i18n` must outlive it.
class OBJECTOS_API I18nTemplateLanguage final : public TemplateLanguage {
 public:
  I18nTemplateLanguage(const I18n& i18n, std::string locale);
  ~I18nTemplateLanguage() override;
  std::string translate(std::string_view key, const std::vector<Arg>& args) const override;
  std::string format_number(std::string_view number, std::string_view style) const override;
  std::string format_currency(std::string_view number, std::string_view currency,
                              std::string_view style) const override;
  std::string format_date(std::string_view date, std::string_view style,
                          std::string_view zone) const override;

 private:
  const I18n& i18n_;
  std::string locale_;
};

struct RenderedPart {
  MessagePart part;
  std::string locale;  ///< as the file's name has it; empty: it has none
  std::string text;
};

/// Which parts of a template there are in one language.
struct MessageVariant {
  std::string locale;  ///< empty: files without one
  std::vector<MessagePart> parts;
};

struct MessageTemplate {
  std::string name;
  std::vector<MessageVariant> variants;  ///< sorted by locale
};

/// What is wrong in a template or in a partial.
struct TemplateFinding {
  std::string file;  ///< beginning with the directory
  std::size_t line;
  std::size_t column;
  Message message;
  Message hint;
};

/// Thread safe. A file is read and compiled when it is first needed, and kept; what changes later is not
/// seen.
class OBJECTOS_API MessageTemplates {
 public:
  /// `fallback_locale`: asked where the locale that is wanted has no part; may be empty.
  explicit MessageTemplates(std::string directory, std::string fallback_locale = "en");
  ~MessageTemplates();
  MessageTemplates(const MessageTemplates&) = delete;
  MessageTemplates& operator=(const MessageTemplates&) = delete;

  /// Sorted by name; nothing if there is no such directory. Error(denied or unavailable) if it cannot be
  /// read.
  std::vector<MessageTemplate> list() const;

  struct Rendering {
    bool strict = false;
    const TemplateLanguage* language = nullptr;
    std::optional<MessagePart> only{};  ///< this part and no other
  };
  /// The parts that there are, in the order of MessagePart; of each the nearest of `zh-Hans-CN`, `zh-Hans`,
  /// `zh`, the fallback locale likewise, and the file without a locale. HTML is escaped as HTML, and JSON so
  /// that a value can stand in quotes: `"text": "Hello {{name}}"` (a number behind which a brace follows is
  /// written `{{n}} }`, for `}}}` ends another tag); the others are not escaped. The line break that
  /// ends the file is no part of a subject or an SMS.
  ///
  /// Error(usage) for a name that there is no template of, or no such part, and for a locale that is none.
  /// TemplateError from the template. Error(data) for a subject with a line break or NUL in it, and for a
  /// JSON part that is no JSON.
  std::vector<RenderedPart> render(std::string_view name, std::string_view locale, const TemplateData& data,
                                   const Rendering& rendering) const;

  /// What is wrong in the template `name`, or in all of them: syntax and unknown helpers, partials that are
  /// not there, parts that one language has and another one lacks. With the partials that they call; without
  /// a name all partials. Sorted by place. Error(usage) if there is no such template.
  std::vector<TemplateFinding> check(std::string_view name = {}) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace objectos
