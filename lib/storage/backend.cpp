// What StorageBackend does for backends that bring no better way of their own.
#include "objectos/error.hpp"
#include "objectos/storage.hpp"
#include "storage/step.hpp"

namespace objectos {
namespace {

/// Commits nothing: each operation of the backend already has.
struct NoTransaction final : Transaction {
  void commit() override {}
};

/// Nothing is ever under way.
class Immediate final : public Pipeline {
 public:
  Immediate(StorageBackend& backend, Done done) : backend_(backend), done_(std::move(done)) {}
  void add(Operation&& operation) override {
    try {
      operation.outcome = run(backend_, operation.key, std::move(operation.action));
    } catch (const Error& error) {
      operation.error = std::make_unique<Error>(error);
    }
    done_(operation);
  }
  void drain() override {}

 private:
  StorageBackend& backend_;
  Done done_;
};

}  // namespace

Step step_of(Action&& action) {
  return std::visit(
      [](auto&& one) -> Step {
        using One = std::decay_t<decltype(one)>;
        if constexpr (std::is_same_v<One, Read> || std::is_same_v<One, Erase>) {
          throw Error(Errc::internal, Message("storage.no_step", "looking and erasing are not steps"));
        } else {
          return std::forward<decltype(one)>(one);
        }
      },
      std::move(action));
}

Outcome run(StorageBackend& backend, std::string_view key, Action&& action) {
  if (std::holds_alternative<Erase>(action)) return {backend.erase(key), {}, {}, {}};
  if (const auto* read = std::get_if<Read>(&action)) {
    auto entry = backend.get(key, *read);
    if (!entry) return {};
    return {true, std::move(entry->value), {}, entry->expires_at};
  }
  return backend.apply(key, step_of(std::move(action)));
}

Transaction::~Transaction() = default;
Pipeline::~Pipeline() = default;
StorageBackend::~StorageBackend() = default;

Outcome StorageBackend::apply(std::string_view key, const Step& step) {
  if (const auto* fenced = std::get_if<FencedPut>(&step)) return put_fenced(*this, key, *fenced, fence_mark(key));
  for (;;) {
    const std::optional<Entry> current = get(key, {});
    Evaluation result = evaluate(step, key, current ? &*current : nullptr, now_ms());
    if (!result.entry) return result.outcome;
    result.entry->key = key;
    if (compare_and_set(key, current ? &*current : nullptr, &*result.entry)) return result.outcome;
  }
}

bool StorageBackend::compare_and_set(std::string_view key, const Entry* expected, const Entry* desired) {
  if (!is_transactional()) {
    throw Error(Errc::internal,
                Message("storage.no_cas",
                        "storage backend {{name}}: neither apply nor compare_and_set is implemented",
                        {{"name", name()}}));
  }
  const auto group = begin(Access::write);
  const std::optional<Entry> current = get(key, {});
  const bool equal =
      expected ? current && current->value == expected->value && current->expires_at == expected->expires_at
               : !current;
  if (!equal) return false;
  if (!desired) {
    erase(key);
  } else {
    Put put{.value = desired->value, .expiry = {}, .equals = {}};
    if (desired->expires_at) put.expiry = Expiry::at(*desired->expires_at);
    apply(key, put);
  }
  group->commit();
  return true;
}

std::unique_ptr<Transaction> StorageBackend::begin(Access access) {
  if (access == Access::atomic) {
    throw Error(Errc::usage, Message("storage.no_transactions", "the backend {{name}} has no transactions",
                                     {{"name", name()}}));
  }
  return std::make_unique<NoTransaction>();
}

std::unique_ptr<Pipeline> StorageBackend::pipeline(Pipeline::Done done) {
  return std::make_unique<Immediate>(*this, std::move(done));
}

std::size_t StorageBackend::collect() {
  return 0;
}

std::int64_t StorageBackend::now_ms() const {
  return Clock::system().now_ms();
}

}  // namespace objectos
