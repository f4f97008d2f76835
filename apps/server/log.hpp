#pragma once

#include <cstddef>
#include <string>

// What the server did, a JSON object a line on standard error. Nothing of it names a person, a record or an address.
namespace muster::server {

void log_request(const std::string& method, const std::string& route, int status, double seconds, std::size_t bytes);
void log_event(const std::string& event, const std::string& detail);
/// Requests that went well are not worth a line each.
void log_quietly(bool quietly);

} // namespace muster::server
