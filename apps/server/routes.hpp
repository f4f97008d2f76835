#pragma once

#include "body.hpp"
#include "muster/app/printed.hpp"
#include "service.hpp"

namespace muster::server {

// A file of this folder each.
void add_session_routes(std::vector<Route>& all);
void add_record_routes(std::vector<Route>& all);
void add_register_routes(std::vector<Route>& all);
void add_file_routes(std::vector<Route>& all);
void add_user_routes(std::vector<Route>& all);
void add_job_routes(std::vector<Route>& all);
void add_analysis_routes(std::vector<Route>& all);

/// A document to be printed, as PDF. `of`: "packet of ID-7", for its file's name; what that does not take becomes "-".
[[nodiscard]] Response document(Printed printed, std::string of);

/// A number of the query, between these; `otherwise` if it is not given. Error (usage): it is none.
[[nodiscard]] Result<std::uint64_t> number_asked(const Request& request, const std::string& name,
                                                 std::uint64_t otherwise, std::uint64_t least, std::uint64_t most);
/// Is "true" given?
[[nodiscard]] bool flag_asked(const Request& request, const std::string& name);
[[nodiscard]] Result<std::uint64_t> number_of(const std::string& text);

/// The members that say who takes the responsibility, and takes them over.
[[nodiscard]] std::vector<Body::Member> with_recorder(std::vector<Body::Member> members);
[[nodiscard]] Recorder recorder_of(const Exchange& exchange, const Body& body);

} // namespace muster::server
