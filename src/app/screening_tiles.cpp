#include "muster/app/version.hpp"
#include "muster/execute/slurm.hpp"
#include "muster/screening/tiles.hpp"
#include "register_session.hpp"
#include "screening_parts.hpp"

#include <algorithm>
#include <cmath>

namespace muster {
namespace {

constexpr double pairs_of_tile = 5e9;    ///< some seconds of one core
constexpr std::size_t most_tiles = 1000; ///< Slurm's own limit to an array, unless a cluster sets another

/// The grid: samples are cut first, so that each tile keeps few of them; then blocks.
void cut_into_tiles(TilePlan& plan, std::size_t samples, std::size_t blocks, std::size_t tiles) {
    const double pairs = static_cast<double>(samples) * static_cast<double>(blocks * block_lanes);
    const auto wanted = tiles > 0 ? tiles : static_cast<std::size_t>(std::ceil(pairs / pairs_of_tile));
    const std::size_t count = std::clamp<std::size_t>(wanted, 1, most_tiles);
    const std::size_t least = (samples + most_samples_of_part - 1) / most_samples_of_part;
    plan.by_samples = std::max(std::clamp<std::size_t>(samples / 4096, 1, count), least);
    plan.by_blocks = std::clamp<std::size_t>(count / plan.by_samples, 1, std::max<std::size_t>(blocks, 1));
}

Answer said(const std::string& text, const std::string& json) {
    Answer out;
    out.text = text;
    out.json = json;
    return out;
}

Answer done(const TileWork& work, std::size_t now) {
    return said(counted(now, "tile") + " done now, " + std::to_string(work.tiles()) + " in all\n",
                "{\"done\":" + std::to_string(now) + ",\"tiles\":" + std::to_string(work.tiles()) + "}");
}

} // namespace

Result<Answer> plan_screening(const ScreenPlanRequest& request) {
    const ScreenRequest& screening_request = request.screening;
    if (screening_request.min_posterior) {
        return fail(ErrorKind::usage, "--min-posterior is for muster screen run: tiles know nothing of each other");
    }
    std::error_code error;
    std::filesystem::create_directories(request.folder, error);
    if (std::filesystem::exists(request.folder / "plan", error)) {
        return fail(
            Error{ErrorKind::refused, "there is a plan already; choose another folder", request.folder.string()});
    }
    if (!screening_request.persons.empty()) {
        return fail(ErrorKind::usage, "--person is for muster screen run: so little needs no tiles");
    }
    const auto screening = make_screening(screening_request, request.folder / "index");
    if (!screening) {
        return fail(screening.error());
    }
    const Screening& made = **screening;
    if (made.subject && !made.subject->input().pairings.empty()) {
        return fail(ErrorKind::usage, "this case says who may be paired with whom: muster screen run heeds it, tiles "
                                      "do not");
    }
    TilePlan plan;
    plan.program = build_id();
    plan.index = made.index_path;
    plan.min_lr = screening_request.min_lr.value_or(plan.min_lr);
    plan.top = screening_request.top;
    plan.one_kind = made.one_kind;
    plan.against = made.against;
    plan.simulated = made.simulated;
    plan.references_left_out = made.references_left_out;
    plan.notes = made.notes;
    cut_into_tiles(plan, made.samples->size(), made.index->blocks(), request.tiles);
    if (auto written = write_tile_plan(request.folder, plan, *made.samples); !written) {
        return fail(written.error());
    }
    const std::size_t tiles = plan.by_samples * plan.by_blocks;
    const std::string folder = request.folder.string();
    return said(std::string(made.simulated ? "SIMULATED DATA: nobody in this case ever lived.\n" : "") +
                    counted(made.samples->size(), "profile") + " against " +
                    counted(made.index->facts().targets.size(), "person") + " in " + counted(tiles, "tile") + ".\n" +
                    "One tile, anywhere:   muster screen tile " + folder + " 0\n" +
                    "Here, all missing:    muster screen resume " + folder + "\n" +
                    "On a Slurm cluster:   muster screen submit " + folder + "\n" +
                    "Then:                 muster screen merge " + folder + "\n",
                "{\"tiles\":" + std::to_string(tiles) + "}");
}

Result<Answer> run_screening_tile(const ScreenTilesRequest& request, std::size_t tile) {
    const auto work = TileWork::open(request.folder, build_id());
    if (!work) {
        return fail(work.error());
    }
    if (auto ran = (*work)->run(tile); !ran) {
        return fail(ran.error());
    }
    return done(**work, 1);
}

Result<Answer> resume_screening(const ScreenTilesRequest& request) {
    const auto work = TileWork::open(request.folder, build_id());
    if (!work) {
        return fail(work.error());
    }
    const auto ran = (*work)->run_missing(request.threads, request.progress);
    return ran ? Result<Answer>(done(**work, *ran)) : fail(ran.error());
}

Result<Answer> submit_screening(const ScreenTilesRequest& request) {
    if (request.seconds_between == 0) {
        return fail(ErrorKind::usage, "--seconds: 1 or more are expected, so that the queue is not asked all the time");
    }
    const auto work = TileWork::open(request.folder, build_id());
    if (!work) {
        return fail(work.error());
    }
    const std::string folder = std::filesystem::absolute(request.folder).string();
    ClusterWork cluster;
    cluster.command = {request.program, "screen", "tile", folder};
    cluster.folder = folder;
    cluster.partition = request.partition;
    cluster.at_once = request.at_once;
    cluster.seconds_between = request.seconds_between;
    cluster.missing = [&] { return (*work)->missing(); };
    cluster.progress = [&](std::size_t open, std::size_t all) {
        return !request.progress || request.progress(all - std::min(open, all), all);
    };
    const std::size_t before = (*work)->missing().size();
    const auto tries = run_on_slurm(cluster);
    return tries ? Result<Answer>(done(**work, before)) : fail(tries.error());
}

Result<Answer> merge_screening(const ScreenTilesRequest& request) {
    const auto work = TileWork::open(request.folder, build_id());
    if (!work) {
        return fail(work.error());
    }
    const auto hits = (*work)->merge();
    if (!hits) {
        return fail(hits.error());
    }
    const TilePlan& plan = (*work)->plan();
    Screening screening;
    screening.index = (*work)->index();
    screening.samples = (*work)->samples();
    screening.one_kind = plan.one_kind;
    screening.against = plan.against;
    screening.simulated = plan.simulated;
    screening.references_left_out = plan.references_left_out;
    screening.notes = plan.notes;
    ScreenRequest as_run;
    as_run.top = plan.top;
    as_run.min_lr = plan.min_lr;
    as_run.draws = request.draws;
    as_run.seed = request.seed;
    const auto found = found_by_lr(screening, as_run, *hits);
    return found ? Result<Answer>(screening_answer(screening, as_run, *found)) : fail(found.error());
}

} // namespace muster
