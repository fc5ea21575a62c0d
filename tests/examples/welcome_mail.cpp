// 3. A welcome in the user's own language. The language is kept in storage, under `user:NAME:locale`; the
// mail is the template `welcome`, in the nearest language that it has.
//
//   welcome_mail NAME ADDRESS [LOCALE]     with LOCALE: that is the user's from now on
#include <objectos/error.hpp>
#include <objectos/i18n.hpp>
#include <objectos/kernel.hpp>
#include <objectos/notification.hpp>
#include <objectos/storage.hpp>

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

int main(int argc, char** argv) try {
  if (argc < 3) {
    std::cerr << "usage: welcome_mail NAME ADDRESS [LOCALE]\n";
    return 2;
  }
  const std::string name = argv[1];
  objectos::ObjectOS os(objectos::Config::load(objectos::ConfigSources::process()));
  os.register_plugin(std::make_unique<objectos::StoragePlugin>());
  os.register_plugin(std::make_unique<objectos::I18nPlugin>());
  os.register_plugin(std::make_unique<objectos::NotificationPlugin>());
  os.start();

  objectos::Storage users = os.get_service<objectos::Storage>("storage")->scoped("user");
  if (argc > 3) users.set(name + ":locale", objectos::Value::string(argv[3]));
  const auto locale = users.get(name + ":locale");

  objectos::NotificationMessage mail;
  mail.channel = "email";
  mail.to = {argv[2]};
  mail.idempotency_key = "welcome-" + name;  // nobody is welcomed twice
  objectos::TemplateUse use;
  use.name = "welcome";
  use.data = nlohmann::json{{"name", name}}.dump();
  if (locale) use.locale = locale->text();
  auto notification = os.get_service<objectos::Notification>("notification");
  notification->render_template(use, mail);
  for (const objectos::Delivery& delivery : notification->send(mail))
    std::cout << objectos::delivery_state_name(delivery.state) << '\n';
  return 0;
} catch (const objectos::Error& error) {
  std::cerr << "welcome_mail: " << error.what() << '\n';
  return static_cast<int>(error.code());
}
