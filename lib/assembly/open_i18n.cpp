// The i18n service as the configuration says.
#include "core/json_tree.hpp"
#include "objectos/error.hpp"
#include "objectos/i18n.hpp"

namespace objectos {
namespace {

std::pair<std::string, std::string> delimiters_of(const Config& config) {
  constexpr const char* key = "i18n.delimiters";
  const std::string text = config.json(key).raw();
  const json::Node list = json::parse_tree(text, {key, 1}, json::Reader::Dialect::strict);
  if (list.elements.size() != 2) {
    throw Error(Errc::usage, Message("i18n.delimiters",
                                     "two texts are wanted: what opens a placeholder and what "
                                     "closes it"))
        .at(key);
  }
  return {list.elements[0].string, list.elements[1].string};
}

}  // namespace

I18nOptions i18n_options(const Config& config) {
  return {config.string("i18n.default_locale"), config.string("i18n.fallback_locale"), delimiters_of(config)};
}

std::shared_ptr<I18n> open_i18n(const Config& config) {
  auto service = std::make_shared<I18n>(i18n_options(config));
  service->load_directory(config.string("i18n.locales"));
  return service;
}

I18nPlugin::I18nPlugin() : ServicePlugin(I18n::service_name) {}
I18nPlugin::I18nPlugin(Config config) : ServicePlugin(I18n::service_name, std::move(config)) {}
I18nPlugin::~I18nPlugin() = default;

void I18nPlugin::init(PluginContext& context) {
  context.register_service<I18n>(std::string(I18n::service_name), open_i18n(config(context)));
}

}  // namespace objectos
