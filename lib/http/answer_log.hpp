// What the log says of requests.
#pragma once

#include "http/exchange.hpp"

namespace objectos::http {

/// One line: who asked what, and the status of the answer. What was refused is told at the level info,
/// with the reason; the rest at debug. Never the query, which may hold what is nobody's business. `head`
/// is null for a request that could not be read.
void log_answer(const Peer& peer, const RequestHead* head, const Reply& reply) noexcept;

}  // namespace objectos::http
