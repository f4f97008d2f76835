#pragma once

#include "connection.hpp"

#include "muster/store/store.hpp"

namespace muster::store {

/// The tables, as read and written within one transaction of a connection.
class Transaction final : public Writer {
  public:
    explicit Transaction(Connection& connection) : connection_(connection) {}

    std::optional<EntryRow> entry(std::uint64_t seq) override;
    void each_entry(std::uint64_t first, std::uint64_t end, const std::function<bool(EntryRow&)>& each) override;
    std::vector<std::string> nodes_of(std::span<const std::uint64_t> seqs) override;
    std::optional<HeadRow> newest_head() override;
    std::vector<HeadRow> heads() override;
    std::optional<PayloadRow> payload(std::uint64_t seq) override;
    void each_payload(const std::function<void(PayloadRow&)>& each) override;
    std::optional<std::string> subject_key(const std::string& subject) override;
    void each_subject_key(const std::function<void(SubjectKeyRow&)>& each) override;
    bool has_blob(const std::string& sha256) override;
    bool each_blob_part(const std::string& sha256, const std::function<void(std::string_view)>& each) override;
    std::vector<std::string> blobs() override;
    std::uint64_t projection_version() override;
    std::optional<RecordRow> record(const std::string& kind, const std::string& key) override;
    void each_record(const std::string& kind, const std::function<void(RecordRow&)>& each) override;
    void each_record_of(const std::string& kind, const std::function<void(RecordRow&)>& each) override;
    std::vector<RecordRow> page(const PageOf& asked) override;
    std::uint64_t count(const PageOf& asked) override;
    std::vector<std::uint64_t> first_entries_holding(const std::string& kind, const std::string& part) override;
    std::vector<LinkRow> links_to(const std::string& target) override;
    void each_link(const std::function<void(LinkRow&)>& each) override;
    std::vector<FindingRow> findings_of(const std::string& subject) override;
    void each_finding(const std::function<void(FindingRow&)>& each) override;

    void add_entries(std::span<const EntryRow> rows) override;
    void put_head(const HeadRow& row) override;
    void put_payloads(std::span<const PayloadRow> rows) override;
    void put_subject_key(const SubjectKeyRow& row) override;
    void erase_subject(const std::string& subject) override;
    void remove_blob(const std::string& sha256) override;
    void add_blob_part(const std::string& sha256, std::uint64_t part, std::string_view bytes) override;
    void put_records(std::span<const RecordRow> rows) override;
    void put_links(std::span<const LinkRow> rows) override;
    void remove_links(std::span<const LinkRow> rows) override;
    void put_findings(std::span<const FindingRow> rows) override;
    void clear_projections() override;
    void set_projection_version(std::uint64_t version) override;

  private:
    Connection& connection_;
};

} // namespace muster::store
