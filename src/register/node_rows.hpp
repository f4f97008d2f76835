#pragma once

#include "muster/ledger/head.hpp"
#include "muster/ledger/merkle.hpp"
#include "muster/store/store.hpp"

#include <map>
#include <string>
#include <vector>

namespace muster {

/// The hexadecimal digits of the subtrees that an entry completes, as `store::EntryRow::nodes` keeps them.
[[nodiscard]] std::string node_text(const std::vector<ledger::Hash>& completed);

/// Fetches the roots of these perfect subtrees at once. Error (verification): one is not in the store.
[[nodiscard]] Result<std::map<ledger::NodeId, ledger::Hash>> fetch_nodes(store::Reader& reader,
                                                                         const std::vector<ledger::NodeId>& nodes);

/// The newest head, read. Error (verification): there is none, or it is damaged.
[[nodiscard]] Result<ledger::SignedHead> newest_head(store::Reader& reader);

/// What is bound to the box of an entry's personal data.
[[nodiscard]] std::string box_context(const std::string& ledger, const std::string& subject, std::uint64_t seq);

/// Opens an entry's personal data with the subject's key as the store keeps it. Error (verification): they are not what
/// the entry commits to.
[[nodiscard]] Result<std::string> open_payload(const std::string& stored_key, const std::string& ledger,
                                               const store::PayloadRow& row, const ledger::Hash& commitment);
/// The commitment that was made to what is in the box. Error (verification): it does not open.
[[nodiscard]] Result<ledger::Hash> commitment_of_payload(const std::string& stored_key, const std::string& ledger,
                                                         const store::PayloadRow& row);

} // namespace muster
