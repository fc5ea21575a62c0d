#include <map>
#include <mutex>
#include <shared_mutex>

#include "objectos/template.hpp"

namespace objectos {

struct TemplateSet::State {
  Finder finder;
  TemplateOptions options;
  mutable std::shared_mutex mutex;
  std::map<std::string, Template, std::less<>> compiled;
};

TemplateSet::TemplateSet(Source source, TemplateOptions options) : state_(std::make_unique<State>()) {
  state_->options = options;
  if (!source) return;
  state_->finder = [source = std::move(source), options](std::string_view name) -> std::optional<Template> {
    std::optional<std::string> text = source(name);
    if (!text) return std::nullopt;
    return Template::compile(std::move(*text), std::string(name), options);
  };
}

TemplateSet::TemplateSet(Finder finder) : state_(std::make_unique<State>()) {
  state_->finder = std::move(finder);
}

TemplateSet::~TemplateSet() = default;

void TemplateSet::add(std::string name, std::string text) {
  const Template compiled = Template::compile(std::move(text), name, state_->options);
  const std::unique_lock lock(state_->mutex);
  state_->compiled.insert_or_assign(std::move(name), compiled);
}

std::optional<Template> TemplateSet::find(std::string_view name) const {
  {
    const std::shared_lock lock(state_->mutex);
    if (const auto found = state_->compiled.find(name); found != state_->compiled.end()) return found->second;
  }
  if (!state_->finder) return std::nullopt;
  const std::optional<Template> compiled = state_->finder(name);
  if (!compiled) return std::nullopt;
  const std::unique_lock lock(state_->mutex);
  return state_->compiled.try_emplace(std::string(name), *compiled).first->second;
}

}  // namespace objectos
