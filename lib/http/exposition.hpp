// What Prometheus asks for, and how it is answered.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "http/reply.hpp"
#include "http/request_head.hpp"
#include "objectos/metrics.hpp"

namespace objectos::http {

struct ExpositionChoice {
  MetricsFormat format = MetricsFormat::prometheus;
  MetricsEscaping escaping = MetricsEscaping::underscores;
  std::string type;  ///< Content-Type
  bool is_gzipped = false;
};

/// What Accept and Accept-Encoding ask for (null: the field is not there): the highest q of text 0.0.4 and
/// OpenMetrics 1.0; text 0.0.4 if it names neither.
ExpositionChoice choose_exposition(const std::string* accept, const std::string* accept_encoding);

/// Thread safe. Requests that come while a rendering is under way share it.
class Exposition {
 public:
  explicit Exposition(std::shared_ptr<Metrics> metrics) : metrics_(std::move(metrics)) {}
  Reply reply(const RequestHead& head);
  /// In this format, whatever is accepted.
  Reply reply(ExpositionChoice choice);

 private:
  struct Rendering;
  std::shared_ptr<const std::string> render(const ExpositionChoice& choice);
  std::shared_ptr<Metrics> metrics_;
  std::mutex mutex_;
  std::map<int, std::shared_ptr<Rendering>> under_way_;
};

}  // namespace objectos::http
