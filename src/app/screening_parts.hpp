#pragma once

#include "muster/app/screening.hpp"
#include "muster/identify/identify.hpp"
#include "muster/screening/chance.hpp"
#include "muster/screening/posterior.hpp"

namespace muster {

/// An index and the profiles that are compared with it. The members refer to each other: it stays where it is made.
struct Screening {
    std::optional<Case> subject{};
    IdentifyOptions options{};
    std::filesystem::path index_path{}; ///< empty: its file is gone already
    std::shared_ptr<const FamilyIndex> index{};
    std::shared_ptr<const ScreenSamples> samples{};
    PairRule may_pair{};
    std::vector<std::string> references_left_out{}; ///< profiles of the file that are references, of it or of the index
    std::vector<std::string> notes{};               ///< on the file of remains
    bool simulated = false;
    bool one_kind = false; ///< samples and targets are the same profiles: each pair is told once
    std::string against;   ///< for people: "families", "remains (same person)"
};

/// Reads, builds or opens what is asked for. `keep`: where an index is kept for which no file is named. Errors: usage,
/// those of `read_case`, `read_remains` and `build_index`.
[[nodiscard]] Result<std::unique_ptr<Screening>> make_screening(const ScreenRequest& request,
                                                                const std::filesystem::path& keep = {});

/// An index in a file of which only the mapping stays, in a folder that nobody else can look into. Errors: those of
/// `build_index`.
[[nodiscard]] Result<FamilyIndex> index_for_now(const IndexSource& source, const IndexOptions& options);

/// What was found, before it is put into words.
struct ScreenFound {
    std::vector<PosteriorHit> hits{}; ///< posterior 0 where none was asked for
    std::uint64_t compared = 0;
    std::vector<ChanceHits> chance{};
    bool simulated_chance = false;
    double seconds = 0.0; ///< 0: not told
};

/// What was found, with the hits to be expected by chance.
[[nodiscard]] Result<ScreenFound> found_by_lr(const Screening& screening, const ScreenRequest& request,
                                              const PartHits& hits);

[[nodiscard]] Answer index_answer(const Case& subject, const ScreenIndexRequest& request, const IndexSummary& built);
[[nodiscard]] Answer screening_answer(const Screening& screening, const ScreenRequest& request,
                                      const ScreenFound& found);

} // namespace muster
