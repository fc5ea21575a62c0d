#include <map>
#include <mutex>
#include <shared_mutex>

#include "objectos/template.hpp"

namespace objectos {

struct TemplateSet::State {
  Source source;
  TemplateOptions options;
  mutable std::shared_mutex mutex;
  std::map<std::string, Template, std::less<>> compiled;
};

TemplateSet::TemplateSet(Source source, TemplateOptions options) : state_(std::make_unique<State>()) {
  state_->source = std::move(source);
  state_->options = options;
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
  if (!state_->source) return std::nullopt;
  std::optional<std::string> text = state_->source(name);
  if (!text) return std::nullopt;
  const Template compiled = Template::compile(std::move(*text), std::string(name), state_->options);
  const std::unique_lock lock(state_->mutex);
  return state_->compiled.try_emplace(std::string(name), compiled).first->second;
}

}  // namespace objectos
