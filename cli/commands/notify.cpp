#include "commands/notify.hpp"

#include "app.hpp"
#include "exit_status.hpp"
#include "input.hpp"
#include "language.hpp"
#include "objectos/json.hpp"

namespace objectos::cli::notify {
void usage(const char* where, const Message& what, const Message& hint) {
  throw Error(Errc::usage, what, hint).at(where);
}

void tell(const Call& call, const Message& message, const Message& hint) {
  if (call.session.quiet || call.session.in_batch) return;
  Language language(call.session.lang);
  std::string text =
      "objectos: notify " + std::string(call.command.name) + ": " + language.text(message) + "\n";
  if (!hint.empty()) text += "objectos: " + language.text(hint) + "\n";
  print_error(printable(text, true));
}

int fail(const Call& call, const Error& error) {
  if (!call.session.in_batch) {
    Language language(call.session.lang);
    print_error(report_text(error.at("notify " + std::string(call.command.name)), call.out.json(), language));
  }
  return exit_status::of(error.code());
}

std::string delivery_json(const Delivery& delivery) {
  std::string text;
  append_delivery_json(text, delivery);
  return text;
}

DataOption data_option(const Call& call) {
  const std::string* value = call.args.find("--data");
  if (!value) return {{}, "--data"};
  DataOption data{*value, "--data"};
  if (value->starts_with('@') || *value == "-") {
    const std::string path = *value == "-" ? *value : value->substr(1);
    call.check_input(path, "--data");
    data = {read_input(path), path == "-" ? "standard input" : path};
  }
  json::check(data.json, {data.name, 1});
  return data;
}

std::vector<std::string> values_of(const Call& call, std::string_view option) {
  std::vector<std::string> values;
  for (const auto& [row, value] : call.args.options) {
    if (row->name == option) values.push_back(value);
  }
  return values;
}

}  // namespace objectos::cli::notify
