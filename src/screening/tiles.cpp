#include "muster/screening/tiles.hpp"

#include "index_file.hpp"
#include "thread_count.hpp"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <tbb/parallel_for.h>

namespace muster {
namespace {

// Both files: a word, the content, and last the checksum of all that is before it.
constexpr std::string_view plan_word = "muster screen plan 2\n";
constexpr std::string_view tile_word = "muster screen tile 1\n";

std::string sealed(std::string bytes) {
    const Checksum sum = checksum_of(bytes);
    ByteWriter footer;
    put(footer, sum);
    return std::move(bytes) + footer.bytes();
}

/// The content between word and footer; nothing if it is not whole.
std::optional<std::string_view> content_of(std::string_view bytes, std::string_view word) {
    constexpr std::size_t footer = 16;
    if (bytes.size() < word.size() + footer || !bytes.starts_with(word)) {
        return std::nullopt;
    }
    ByteReader in(bytes.substr(bytes.size() - footer));
    const Checksum expected = get_checksum(in);
    bytes.remove_suffix(footer);
    return checksum_of(bytes) == expected ? std::optional(bytes.substr(word.size())) : std::nullopt;
}

Result<void> write_whole(const std::filesystem::path& path, const std::string& bytes) {
    auto file = NewFile::create(path);
    if (!file) {
        return fail(file.error());
    }
    auto written = file->write_at(0, bytes);
    return written ? file->finish() : written;
}

Range cut(std::size_t all, std::size_t parts, std::size_t part) {
    return {all * part / parts, all * (part + 1) / parts};
}

Error damaged(const std::filesystem::path& path, const char* what) {
    return {ErrorKind::verification, what, path.string()};
}

} // namespace

Result<void> write_tile_plan(const std::filesystem::path& folder, const TilePlan& plan, const ScreenSamples& samples) {
    std::error_code error;
    std::filesystem::create_directories(folder / "tiles", error);
    if (error) {
        return fail(Error{ErrorKind::bad_input, "cannot be made: " + error.message(), folder.string()});
    }
    if (std::filesystem::exists(folder / "plan", error)) {
        return fail(Error{ErrorKind::refused, "there is a plan already; choose another folder", folder.string()});
    }
    ByteWriter out;
    out.put(plan.program);
    out.put(plan.index.string());
    put(out, samples.index().checksum());
    out.put(plan.min_lr);
    out.put(plan.top);
    out.put(plan.one_kind);
    out.put(plan.against);
    out.put(plan.simulated);
    out.put(plan.references_left_out);
    out.put(plan.notes);
    out.put(plan.by_samples);
    out.put(plan.by_blocks);
    out.put(samples.bytes());
    return write_whole(folder / "plan", sealed(std::string(plan_word) + out.bytes()));
}

Result<std::unique_ptr<TileWork>> TileWork::open(const std::filesystem::path& folder, const std::string& program) {
    const std::filesystem::path path = folder / "plan";
    const auto file = MappedFile::open(path);
    if (std::error_code error; !file && !std::filesystem::exists(path, error)) {
        return fail(Error{ErrorKind::bad_input, "holds no plan; muster screen plan makes one", folder.string()});
    }
    if (!file) {
        return fail(file.error());
    }
    const auto content = content_of(file->bytes(), plan_word);
    if (!content) {
        return fail(damaged(path, "the plan is damaged; make it again with muster screen plan in another folder"));
    }
    std::unique_ptr<TileWork> out(new TileWork); // NOLINT: the constructor is private
    out->folder_ = folder;
    out->checksum_ = checksum_of(file->bytes());
    ByteReader in(*content);
    TilePlan& plan = out->plan_;
    plan.program = in.get<std::string>();
    plan.index = in.get<std::string>();
    const Checksum index = get_checksum(in);
    plan.min_lr = in.get<double>();
    plan.top = in.get<std::size_t>();
    plan.one_kind = in.get<bool>();
    plan.against = in.get<std::string>();
    plan.simulated = in.get<bool>();
    plan.references_left_out = in.get<std::vector<std::string>>();
    plan.notes = in.get<std::vector<std::string>>();
    plan.by_samples = in.get<std::size_t>();
    plan.by_blocks = in.get<std::size_t>();
    const auto samples = in.get<std::string>();
    if (!in.good() || !in.at_end() || plan.by_samples == 0 || plan.by_blocks == 0) {
        return fail(damaged(path, "the plan is damaged; make it again with muster screen plan in another folder"));
    }
    if (plan.program != program) {
        return fail(Error{ErrorKind::refused,
                          "the plan was made by muster " + plan.program + ", this is " + program +
                              "; make the plan again, so that all tiles are of one program",
                          path.string()});
    }
    auto opened = FamilyIndex::open(plan.index);
    if (!opened) {
        return fail(opened.error());
    }
    if (opened->checksum() != index) {
        return fail(damaged(plan.index, "the index is not the one that the plan was made for; make the plan again"));
    }
    out->index_ = std::make_shared<FamilyIndex>(*std::move(opened));
    auto profiles = ScreenSamples::from_bytes(*out->index_, samples);
    if (!profiles) {
        return fail(profiles.error().in(path.string()));
    }
    out->samples_ = std::make_shared<ScreenSamples>(*std::move(profiles));
    return out;
}

std::filesystem::path TileWork::file_of(std::size_t tile) const {
    const std::string number = std::to_string(tile);
    return folder_ / "tiles" / (std::string(number.size() < 4 ? 4 - number.size() : 0, '0') + number);
}

Result<void> TileWork::run(std::size_t tile) const {
    if (tile >= tiles()) {
        return fail(ErrorKind::usage,
                    "tile " + std::to_string(tile) + ": the plan has the tiles 0 to " + std::to_string(tiles() - 1));
    }
    const PairRule may_pair =
        plan_.one_kind ? PairRule([](std::size_t a, std::size_t b) { return a != b; }) : PairRule();
    const auto found =
        screen_part(*samples_, cut(samples_->size(), plan_.by_samples, tile / plan_.by_blocks),
                    cut(index_->blocks(), plan_.by_blocks, tile % plan_.by_blocks), plan_.rule(), may_pair);
    if (!found) {
        return fail(found.error());
    }
    ByteWriter out;
    put(out, checksum_);
    out.put(tile);
    out.put(found->compared);
    out.put(found->survivors);
    out.put(found->hits.size());
    for (const Hit& hit : found->hits) {
        out.put(hit.sample);
        out.put(hit.target);
        out.put(hit.log10_lr);
    }
    return write_whole(file_of(tile), sealed(std::string(tile_word) + out.bytes()));
}

Result<std::size_t> TileWork::run_missing(std::size_t threads,
                                          const std::function<bool(std::size_t, std::size_t)>& progress) const {
    const std::vector<std::size_t> tiles = missing();
    std::mutex mutex;
    std::size_t done = 0;
    std::optional<Error> error;
    tbb::task_arena arena(thread_count(threads));
    arena.execute([&] {
        tbb::parallel_for(std::size_t{0}, tiles.size(), [&](std::size_t n) {
            std::unique_lock lock(mutex);
            if (error) {
                return;
            }
            lock.unlock();
            auto ran = run(tiles[n]);
            lock.lock();
            if (!ran) {
                error = ran.error();
            } else if (progress && !progress(++done, tiles.size())) {
                error = Error{ErrorKind::interrupted, "stopped before all tiles were done"};
            }
        });
    });
    return error ? Result<std::size_t>(fail(*std::move(error))) : tiles.size();
}

Result<PartHits> TileWork::read(std::size_t tile) const {
    const std::filesystem::path path = file_of(tile);
    const auto file = MappedFile::open(path);
    if (std::error_code error; !file && !std::filesystem::exists(path, error)) {
        return fail(Error{ErrorKind::bad_input, "the tile is not done; muster screen resume does it", path.string()});
    }
    if (!file) {
        return fail(file.error());
    }
    const auto content = content_of(file->bytes(), tile_word);
    if (!content) {
        return fail(damaged(path, "the tile is damaged; muster screen resume does it again"));
    }
    ByteReader in(*content);
    const Checksum plan = get_checksum(in);
    PartHits out;
    const auto number = in.get<std::size_t>();
    out.compared = in.get<std::uint64_t>();
    out.survivors = in.get<std::uint64_t>();
    for (auto n = in.get<std::size_t>(); n > 0 && in.good(); --n) {
        const auto sample = in.get<std::uint32_t>();
        const auto target = in.get<std::uint32_t>();
        out.hits.push_back({sample, target, in.get<double>()});
        if (sample >= samples_->size() || target >= index_->facts().targets.size()) {
            return fail(damaged(path, "the tile is damaged; muster screen resume does it again"));
        }
    }
    if (plan != checksum_ || number != tile || !in.good() || !in.at_end()) {
        return fail(damaged(path, "the tile is of another plan; muster screen resume does it again"));
    }
    return out;
}

std::vector<std::size_t> TileWork::missing() const {
    std::vector<std::size_t> out;
    for (std::size_t tile = 0; tile < tiles(); ++tile) {
        if (!read(tile)) {
            out.push_back(tile);
        }
    }
    return out;
}

Result<PartHits> TileWork::merge() const {
    HitList hits(plan_.rule(), samples_->size(), index_->facts().targets.size());
    PartHits out;
    std::optional<Error> first;
    std::size_t bad = 0;
    for (std::size_t tile = 0; tile < tiles(); ++tile) {
        const auto part = read(tile);
        if (!part) {
            first = first ? first : std::optional(part.error());
            ++bad;
            continue;
        }
        out.compared += part->compared;
        out.survivors += part->survivors;
        for (const Hit& hit : part->hits) {
            hits.offer(hit);
        }
    }
    if (first) {
        first->message += bad > 1 ? " (and " + std::to_string(bad - 1) + " more)" : "";
        return fail(*std::move(first));
    }
    out.hits = hits.sorted();
    return out;
}

} // namespace muster
