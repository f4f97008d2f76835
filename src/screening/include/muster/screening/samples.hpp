#pragma once

#include "muster/screening/index.hpp"

#include <unordered_map>

namespace muster {

/// Profiles of remains as they are screened: at each unit of an index a small number that stands for what was seen
/// there, so that a million profiles take little room.
class ScreenSamples {
  public:
    /// The index must outlive it.
    ScreenSamples(const FamilyIndex& index, const TypingErrors& errors);

    /// Adds profiles, in this order. Errors (bad_input): those of `sample_rows`, a sample that is there already.
    [[nodiscard]] Result<void> add(std::span<const SampleProfile> profiles);
    /// Adds one as codes, each below `distinct(unit)`.
    void add(std::string name, Sex sex, std::span<const std::uint32_t> codes);

    /// What can be seen at a unit: code 0 is nothing that could be compared.
    static constexpr std::uint32_t nothing = 0;
    /// The code of rows, one for each locus of the unit.
    [[nodiscard]] std::uint32_t code_of(std::size_t unit, std::vector<ObservationRow> rows);
    [[nodiscard]] std::size_t distinct(std::size_t unit) const { return seen_[unit].rows.size(); }
    [[nodiscard]] const std::vector<ObservationRow>& rows(std::size_t unit, std::uint32_t code) const {
        return seen_[unit].rows[code];
    }

    [[nodiscard]] std::size_t size() const { return sex_.size(); }
    [[nodiscard]] const std::string& name(std::size_t sample) const { return names_[sample]; }
    [[nodiscard]] Sex sex(std::size_t sample) const { return sex_[sample]; }
    [[nodiscard]] std::span<const std::uint32_t> codes(std::size_t sample) const {
        return std::span(codes_).subspan(sample * seen_.size(), seen_.size());
    }
    /// Loci that say something.
    [[nodiscard]] std::size_t loci_typed(std::size_t sample) const;
    [[nodiscard]] const TypingErrors& errors() const { return errors_; }
    [[nodiscard]] const FamilyIndex& index() const { return *index_; }
    [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }
    /// Everything, for a file; and back. Error (verification): bytes that are not what `bytes` gave.
    [[nodiscard]] std::string bytes() const;
    [[nodiscard]] static Result<ScreenSamples> from_bytes(const FamilyIndex& index, std::string_view bytes);

  private:
    struct Seen {
        std::vector<std::vector<ObservationRow>> rows;
        std::unordered_map<std::string, std::uint32_t> code; ///< by the bytes of the rows
    };

    const FamilyIndex* index_;
    TypingErrors errors_;
    std::vector<Seen> seen_; ///< by unit
    std::vector<std::string> names_;
    std::unordered_map<std::string, std::size_t> by_name_;
    std::vector<Sex> sex_;
    std::vector<std::uint32_t> codes_;
    std::vector<std::string> warnings_;
};

} // namespace muster
