#include "commands/notify.hpp"
#include "commands/tables.hpp"

namespace objectos::cli {
namespace {

// ---- send
constexpr Option send_options[] = {
    {"--channel", 'c', "CHANNEL", "email, sms, webhook, slack or inbox; a target may name it",
     "email|sms|webhook|slack|inbox"},
    {"--to", 't', "ADDR",
     "a recipient; @NAME: a target of the configuration; env:NAME, file:PATH: an address that is secret",
     nullptr, Live::none, true},
    {"--subject", 's', "TEXT", "the subject"},
    {"--body", 'b', "TEXT", "the text, of a webhook the body; -: from standard input"},
    {"--body-file", 0, "FILE", "the same from a file; -: standard input", nullptr, Live::file},
    {"--html", 0, "FILE", "mail: the message as HTML; the text is made of it unless one is given", nullptr,
     Live::file},
    {"--template", 0, "NAME", "fill subject, text and HTML from this template"},
    {"--data", 0, "JSON",
     "what fills the template, or the body of a webhook; @FILE: from a file, -: from standard input"},
    {"--locale", 0, "TAG", "the template's language", nullptr, Live::locale},
    {"--strict", 0, nullptr, "what the template misses in the data is an error"},
    {"--from", 0, "ADDR", "the sender, instead of the configured one"},
    {"--cc", 0, "ADDR", "mail: a copy", nullptr, Live::none, true},
    {"--bcc", 0, "ADDR", "mail: a copy of which the others do not know", nullptr, Live::none, true},
    {"--reply-to", 0, "ADDR", "mail: where answers go"},
    {"--attach", 'a', "FILE",
     "mail: a file that goes with it; one that the HTML names as cid:NAME is shown there", nullptr,
     Live::file, true},
    {"--header", 'H', "HEADER", "mail, webhook: a further header, NAME: VALUE", nullptr, Live::none, true},
    {"--method", 0, "METHOD", "webhook: POST (the default), PUT or PATCH", "POST|PUT|PATCH"},
    {"--auth", 0, "LOGIN", "webhook: basic:SECRET (user:password) or bearer:SECRET"},
    {"--sign", 0, "SPEC", "webhook: sign it by standard:SECRET, github:SECRET or stripe:SECRET"},
    {"--idempotency-key", 'k', "KEY", "what is sent under this key is sent once, however often this is run"},
    {"--at", 0, "TIME", "not before this time"},
    {"--now", 0, nullptr, "try once, and give up if that fails"},
    {"--queue", 0, nullptr, "only queue it: notify flush sends"},
    {"--dry-run", 0, nullptr, "print the bytes that would be sent, secrets as ***"}};
constexpr Example send_examples[] = {
    {"objectos notify send -c email -t ops@example.com -s Disk -b full", "send a mail"},
    {"objectos notify send -c webhook -t env:HOOK --data '{\"ok\":true}'",
     "call a webhook whose URL is in the variable HOOK"},
    {"objectos notify send -t @ops -b 'backup failed' -k \"bk-$(date +%F)\"",
     "tell a target of the configuration, once a day however often this runs"}};

// The letters are sendmail's; what cron and others give it beyond these means nothing here.
constexpr Option sendmail_options[] = {
    {"--read-recipients", 't', nullptr, "recipients are those of To, Cc and Bcc in the message"},
    {"--ignore-dots", 'i', nullptr, "ignored: a line of one dot never ends the message"},
    {"--from", 'f', "ADDR", "the sender of the envelope"},
    {"--full-name", 'F', "NAME", "ignored"},
    {"--body-type", 'B', "TYPE", "ignored"},
    {"--dsn", 'N', "WORDS", "ignored"},
    {"--return", 'R', "WORD", "ignored"},
    {"--mode", 'b', "MODE", "ignored"},
    {"--option", 'o', "OPTION", "ignored", nullptr, Live::none, true}};
constexpr Positional sendmail_words[] = {{"ADDR", Arity::any, "recipients"}};
constexpr Example sendmail_examples[] = {
    {"objectos notify sendmail -t < report.eml", "queue a finished message"},
    {"objectos notify sendmail ops@example.com < report.eml", "queue it for this recipient"}};

// ---- what delivers
constexpr Option flush_options[] = {{"--max", 0, "N", "try at most so many"},
                                    {"--deadline", 0, "DURATION", "begin nothing new after this time"},
                                    {"--connections", 'j', "N", "at most so many to a server at once (default: 4)"}};
constexpr Example flush_examples[] = {
    {"objectos notify flush", "from cron: send what is due"},
    {"objectos notify flush --deadline 50s", "end before cron begins the next one"}};
constexpr Example worker_examples[] = {
    {"objectos notify worker", "send what is due, until it is told to end"}};

// ---- the queue
constexpr Option state_of{"--state", 0, "STATE", "only this state",
                          "queued|sending|sent|retrying|dead|unknown|cancelled"};
constexpr Option list_options[] = {
    state_of,
    {"--channel", 'c', "CHANNEL", "only this channel", "email|sms|webhook|slack|inbox"},
    {"--limit", 0, "N", "at most N"},
    {"--after", 0, "ID", "only later ones than this"}};
constexpr Example list_examples[] = {
    {"objectos notify queue list --state dead", "look at what was given up"}};
constexpr Positional id_word[] = {{"ID", Arity::one, "the delivery", nullptr, Live::delivery}};
constexpr Positional id_words[] = {{"ID", Arity::any, "deliveries", nullptr, Live::delivery}};
constexpr Positional ids_words[] = {{"ID", Arity::many, "messages", nullptr, Live::delivery}};
constexpr Example show_examples[] = {{"objectos notify queue show \"$id\"", "look at one"}};
constexpr Option retry_options[] = {
    {"--state", 0, "STATE", "everything in this state", "queued|retrying|dead|unknown|cancelled"}};
constexpr Example retry_examples[] = {
    {"objectos notify queue retry --state dead", "try again what was given up"}};
constexpr Option cancel_options[] = {
    {"--state", 0, "STATE", "everything in this state", "queued|retrying|unknown"}};
constexpr Example cancel_examples[] = {
    {"objectos notify queue cancel --state queued", "send nothing of what waits"}};
constexpr Option purge_options[] = {{"--older-than", 0, "DURATION", "finished so long ago"},
                                    {"--dry-run", 0, nullptr, "list what would go, change nothing"},
                                    {"--yes", 'y', nullptr, "do not ask"}};
constexpr Example purge_examples[] = {
    {"objectos notify queue purge --older-than 7d --yes", "forget old messages and their keys"}};
constexpr Example stats_examples[] = {{"objectos notify queue stats --json", "look how the queue does"}};

// ---- the inbox
constexpr Positional user_word[] = {{"USER", Arity::one, "whose inbox"}};
constexpr Option inbox_options[] = {{"--unread", 0, nullptr, "only what is not read yet"}};
constexpr Example inbox_examples[] = {{"objectos notify inbox list alice --unread", "look what is new"}};
constexpr Example read_examples[] = {{"objectos notify inbox read \"$id\"", "mark a message as read"}};

// ---- templates
constexpr Positional template_word[] = {{"NAME", Arity::one, "the template"}};
constexpr Positional template_maybe[] = {{"NAME", Arity::optional, "the template; all of them without it"}};
constexpr Example template_list_examples[] = {
    {"objectos notify template list", "see which templates there are"}};
constexpr Option render_options[] = {
    {"--data", 0, "JSON", "what it is filled with; @FILE: from a file, -: from standard input"},
    {"--locale", 'l', "TAG", "the language, instead of i18n.default_locale", nullptr, Live::locale},
    {"--part", 0, "PART", "only this part, as it is", "subject|text|html|sms|json"},
    {"--strict", 0, nullptr, "what is not in the data is an error"}};
constexpr Example render_examples[] = {
    {"objectos notify template render welcome --data '{\"name\":\"Ada\"}'", "see all parts"},
    {"objectos notify template render welcome --part html -l de > mail.html",
     "make the HTML part in German"}};
constexpr Example template_check_examples[] = {
    {"objectos notify template check", "in a commit hook: find mistakes before they are sent"}};

// ---- checks
constexpr Positional channel_word[] = {{"CHANNEL", Arity::one, "email or sms", "email|sms"}};
constexpr Example test_examples[] = {{"objectos notify test email", "try server, certificate and password"}};
constexpr Option verify_options[] = {
    {"--sign", 0, "SPEC", "standard:SECRET, github:SECRET or stripe:SECRET"},
    {"--headers", 0, "FILE", "the headers that came with it, a line each", nullptr, Live::file}};
constexpr Example verify_examples[] = {
    {"objectos notify verify --sign github:env:KEY --headers h < body", "check a call that was received"}};

constexpr Command commands[] = {
    {"send",
     "send a message",
     "Commits the message to the queue before anything is sent, then tries it once. If that fails and may "
     "succeed later, the "
     "message stays in the queue, one line says so, and the exit status is 0: objectos notify flush, from "
     "cron, tries again. "
     "One delivery is made for each recipient, and each has its own fate.\n\n"
     "Exit status 1: all were given up; 6: some were; 5: our own set-up is at fault (login, certificate), "
     "and the message stays queued; "
     "4: with --now, it could not be sent.\n\n"
     "A SECRET is env:NAME, file:PATH or cmd:COMMAND. It is read for each try; the queue keeps only these "
     "words.",
     {},
     send_options,
     send_examples,
     "every recipient was given up",
     notify::send},
    {"sendmail", "queue a finished message, as sendmail(8) does",
     "Reads a message from standard input and queues it, so that it can stand where cron and other programs "
     "look for "
     "sendmail. objectos notify flush sends it.",
     sendmail_words, sendmail_options, sendmail_examples, nullptr, notify::sendmail},
    {"flush",
     "send what is due",
     "Tries everything that is due, in any number of processes at once. What was held by a process that died "
     "is tried again.",
     {},
     flush_options,
     flush_examples,
     "all that was tried was given up",
     notify::flush},
    {"worker",
     "send what is due, for ever",
     "As flush, again and again until SIGINT, SIGTERM or SIGHUP: it then ends the try it is at and leaves "
     "the rest.",
     {},
     {},
     worker_examples,
     nullptr,
     notify::worker,
     Touches::itself,
     true,
     false},
    {"queue list",
     "list deliveries",
     "Lists, in the order of adding: id, state, channel, recipient, when it was added, tries, next try, last "
     "error.",
     {},
     list_options,
     list_examples,
     nullptr,
     notify::queue_list,
     Touches::itself,
     true},
    {"queue show",
     "print a delivery",
     "Prints a delivery and its message. Secrets are not in the queue.",
     id_word,
     {},
     show_examples,
     "there is no such delivery",
     notify::queue_show},
    {"queue retry", "try deliveries again",
     "Makes deliveries due at once, with no tries counted, and ends pauses that our own set-up was the "
     "reason of.",
     id_words, retry_options, retry_examples, "there was none", notify::queue_retry},
    {"queue cancel", "cancel deliveries",
     "What is queued, waits for a retry or is unknown will not be tried.", id_words, cancel_options,
     cancel_examples, "there was none", notify::queue_cancel},
    {"queue purge",
     "forget finished messages",
     "Removes messages all of whose deliveries were finished so long ago, with their idempotency keys. "
     "Unread messages of the "
     "inbox stay.",
     {},
     purge_options,
     purge_examples,
     "a person said no",
     notify::queue_purge},
    {"queue stats",
     "count deliveries",
     "Counts deliveries by state, tells the age of the oldest that waits, and what is paused.",
     {},
     {},
     stats_examples,
     nullptr,
     notify::queue_stats},
    {"inbox list", "list a user's messages", "Lists what was sent to the user by the channel inbox.",
     user_word, inbox_options, inbox_examples, nullptr, notify::inbox_list, Touches::itself, true},
    {"inbox read",
     "mark messages as read",
     "Marks messages of the inbox as read.",
     ids_words,
     {},
     read_examples,
     "one of them is not there",
     notify::inbox_read},
    {"template list",
     "list message templates",
     "Templates are files NAME[.LOCALE].PART.hbs in the directory notification.templates; PART is subject, "
     "text, "
     "html, sms or json. "
     "Prints a line for each name and language: name, language (- if the files name none), parts.",
     {},
     {},
     template_list_examples,
     nullptr,
     notify::template_list,
     Touches::itself,
     true},
    {"template render", "fill a template",
     "Prints what comes of a template, each part below its name. Each part is taken from the nearest "
     "language: "
     "zh-Hans-CN, zh-Hans, zh, i18n.fallback_locale, and the file without one. HTML is escaped as HTML, JSON "
     "so that a value can stand in quotes.\n\n"
     "The language is Handlebars (handlebarsjs.com) without its JavaScript, with the helpers upper, lower, "
     "eq, "
     "ne, lt, gt, and, or, not, default, join, json, urlencode, formatDate, formatNumber, formatCurrency and "
     "t, "
     "which translates. Partials are files partials/NAME[.LOCALE].hbs.",
     template_word, render_options, render_examples, nullptr, notify::template_render},
    {"template check",
     "find mistakes in templates",
     "Prints FILE:LINE:COLUMN and what is wrong: syntax, helpers and partials that do not exist, parts that "
     "one "
     "language has and another one lacks.",
     template_maybe,
     {},
     template_check_examples,
     "there are mistakes",
     notify::template_check},
    {"test",
     "try a channel without sending",
     "Connects and logs in, sends nothing, and ends pauses of what works now.",
     channel_word,
     {},
     test_examples,
     nullptr,
     notify::test},
    {"verify",
     "check the signature of a webhook",
     "Reads the body from standard input. A call that is more than five minutes old is refused where the "
     "signature has a time.",
     {},
     verify_options,
     verify_examples,
     "it is not signed by that secret",
     notify::verify},
};

}  // namespace

const Group notify_group{
    "notify", "messages by mail, SMS and webhook, through a durable queue",
    "Sends messages to people and machines. What is to be sent is committed to a queue first, so that a "
    "script "
    "that is killed loses nothing; what failed is tried again by notify flush. The queue is in the state "
    "directory, "
    "or where --notification-url, OBJECTOS_NOTIFICATION_URL or notification.url in the configuration says: "
    "sqlite:PATH, redis://...",
    commands};

}  // namespace objectos::cli
