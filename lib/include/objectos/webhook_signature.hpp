// Whether a webhook that was received is from who has the secret.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "objectos/api.hpp"
#include "objectos/http_client.hpp"

namespace objectos {

/// `Name: value` lines, as curl -D or a server writes them, names in lower case; other lines, such as a status line, are passed over.
OBJECTOS_API std::vector<HttpHeader> read_header_lines(std::string_view text);

/// `sign` is `standard:SECRET`, `github:SECRET` or `stripe:SECRET`, a SECRET being `env:NAME`, `file:PATH` or
/// `cmd:COMMAND`; names of headers in lower case. Where the scheme has a time, it must be at most five
/// minutes from `now_ms`, or an old call could be played again. Error(usage) for another `sign` or a secret
/// that cannot be used, as reading it throws.
OBJECTOS_API bool is_signed_webhook(std::string_view sign, const std::vector<HttpHeader>& headers,
                                    std::string_view body, std::int64_t now_ms);

}  // namespace objectos
