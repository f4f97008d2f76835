#pragma once

#include "http.hpp"

#include <span>

namespace muster::server {

/// A file of the page, as it was built into the program.
struct Asset {
    std::string_view path; ///< "index.html"
    std::string_view type;
    std::string_view etag;
    std::string_view plain;
    std::string_view gzip;
};

/// Generated (tools/embed_page.py); none if the program was built without the page.
[[nodiscard]] std::span<const Asset> assets();

/// The page, or one of its files.
[[nodiscard]] Response asset(const Request& request);

} // namespace muster::server
