#include "muster/app/screening.hpp"
#include "progress.hpp"
#include "register_options.hpp"

#include <csignal>
#include <memory>

namespace muster::cli {
namespace {

/// Which tables: what `muster identify` has of it, by the same names.
std::vector<Option> model_options(IdentificationRequest& request, bool& no_mutation) {
    return {{"--theta", &request.theta, "co-ancestry coefficient, 0 up to 1"},
            {"--population", &request.population, "whose frequencies to use, where there are several"},
            {"--mutation", &request.mutation_setting,
             "which of the case's named mutation settings; none switches mutation off"},
            {"--no-mutation", &no_mutation, "switch mutation off"},
            {"--rare", &request.rare_allele_frequency,
             "frequency for alleles that the table does not have; without it they are an error"}};
}

struct AskedIndex {
    Choices choices{};
    ScreenIndexRequest request{};
    std::string subject{};
    std::string out{};
    std::uint64_t threads = 0;
    bool no_mutation = false;
};

Command screen_index_command() {
    auto c = std::make_shared<AskedIndex>();
    const auto run = [c]() -> Result<int> {
        Progress progress("screen index: persons");
        c->request.comparison.subject = c->subject;
        c->request.comparison.mutation = !c->no_mutation;
        c->request.comparison.progress = progress.counter();
        std::error_code error;
        const std::filesystem::path subject = std::filesystem::weakly_canonical(c->subject, error);
        c->request.out = c->out.empty() ? subject.string() + ".index" : c->out;
        c->request.threads = c->threads;
        return print(build_screening_index(c->request), c->choices);
    };
    std::vector<Option> options{{"CASE", &c->subject, "the case", true},
                                {"--out", &c->out, "the file; CASE.index, beside the case, if not given"},
                                {"--anew", &c->request.anew, "compute every table, though an index is there already"},
                                {"--threads", &c->threads, "so many at most; as many as the machine has if not given"},
                                json_option(c->choices)};
    return {"screen index", "Prepare the tables of all missing persons of a case for screening",
            "Writes one file that is mapped into memory when it is used. If it is there already, only tables whose "
            "family, references, frequencies or mutation rates have changed are computed.",
            joined(std::move(options), model_options(c->request.comparison, c->no_mutation)), run};
}

struct AskedRun {
    Choices choices{};
    ScreenRequest request{};
    std::string subject{};
    std::string remains{};
    std::string index{};
    std::uint64_t top = 10;
    std::uint64_t draws = 200'000;
    std::uint64_t threads = 0;
    bool no_mutation = false;
};

/// The request, once the command line is read.
ScreenRequest& ready(AskedRun& asked, Progress& progress) {
    ScreenRequest& request = asked.request;
    request.comparison.subject = asked.subject;
    request.comparison.mutation = !asked.no_mutation;
    request.comparison.progress = progress.counter();
    request.remains = asked.remains;
    request.index = asked.index;
    request.top = asked.top;
    request.draws = asked.draws;
    request.threads = asked.threads;
    return request;
}

/// What run and plan have in common.
std::vector<Option> comparison_of(AskedRun& asked) {
    IdentificationRequest& comparison = asked.request.comparison;
    std::vector<Option> options{
        {"CASE", &asked.subject, "the case, or an index of it", true},
        {"--remains", &asked.remains,
         "CSV file of profiles, as profiles.csv of a case folder, or a folder with one; the case's own if not given"},
        {"--index", &asked.index, "the case's index: used, and brought up to date first"},
        {"--against", &asked.request.against,
         "families (if not given); remains; references (direct references); references-with-references"},
        {"--person", &asked.request.persons, "compare with this person alone; may be given several times"},
        {"--relation", &asked.request.relation,
         "with --against remains or references: same (if not given), parent-child, siblings, half-siblings, avuncular, "
         "grandparent or cousins"},
        {"--top", &asked.top, "tell the best so many of each profile and of each person; 0: all; 10 if not given"},
        {"--min-lr", &asked.request.min_lr, "the least likelihood ratio that is told; 1000 if not given"},
        {"--dropout", &comparison.dropout,
         "HET[,HOM]: dropout probability of a heterozygote's allele, of a homozygote (default HET squared)"},
        {"--dropin", &comparison.dropin, "probability of one drop-in allele at a locus"},
        {"--threads", &asked.threads, "so many at most; as many as the machine has if not given"},
        json_option(asked.choices)};
    return joined(std::move(options), model_options(comparison, asked.no_mutation));
}

Command screen_run_command() {
    auto c = std::make_shared<AskedRun>();
    const auto run = [c]() -> Result<int> {
        Progress progress("screen run: parts");
        return print(run_screening(ready(*c, progress)), c->choices);
    };
    std::vector<Option> options{
        {"--min-posterior", &c->request.min_posterior,
         "instead: the least posterior probability, over all persons and \"none of them\""},
        {"--prior", &c->request.comparison.prior,
         "for --min-posterior: flat (default), a probability for each person, or a CSV file (person,prior)"},
        {"--draws", &c->draws, "simulated profiles for the expected chance hits; 0: only their bound"},
        {"--seed", &c->request.seed, "of that simulation; 1 if not given"},
        csv_option(c->choices)};
    return {"screen run", "Compare every profile with every family and tell the best",
            "Gives just the likelihood ratios of muster identify, for the pairs that reach the threshold: a coarse sum "
            "that is never below the likelihood ratio drops the others, what is left is computed exactly.",
            joined(comparison_of(*c), std::move(options)), run};
}

struct AskedPlan {
    AskedRun screening{};
    std::string folder{};
    std::uint64_t tiles = 0;
};

Command screen_plan_command() {
    auto c = std::make_shared<AskedPlan>();
    const auto run = [c]() -> Result<int> {
        Progress progress("screen plan: persons");
        return print(plan_screening({ready(c->screening, progress), c->folder, c->tiles}), c->screening.choices);
    };
    std::vector<Option> options{
        {"--out", &c->folder, "the folder of the plan and its tiles, which all machines see that do tiles", true},
        {"--tiles", &c->tiles, "about so many, at most 1000; one for each 5e9 pairs if not given"}};
    return {
        "screen plan", "Cut a screening into tiles that can be done anywhere and again",
        "The plan holds the profiles and names its index and this program by checksum and version: a tile of another "
        "index or program is refused.",
        joined(comparison_of(c->screening), std::move(options)), run};
}

struct AskedTiles {
    Choices choices{};
    ScreenTilesRequest request{};
    std::string folder{};
    std::uint64_t tile = 0;
    std::uint64_t number = 0; ///< threads, or pieces at once
    std::uint64_t seconds = 5;
    std::uint64_t draws = 200'000;
};

volatile std::sig_atomic_t stop_asked = 0;

void ask_to_stop(int) {
    stop_asked = 1;
}

/// A command on the folder of a plan.
Command tiles_command(std::string name, std::string summary, std::string description, std::vector<Option> options,
                      const std::shared_ptr<AskedTiles>& c,
                      const std::function<Result<Answer>(const ScreenTilesRequest&)>& work) {
    const auto run = [c, name, work]() -> Result<int> {
        Progress progress(name + ": tiles");
        c->request.folder = c->folder;
        c->request.progress = [&](std::size_t done, std::size_t all) {
            progress.show(done, all);
            return stop_asked == 0;
        };
        c->request.threads = c->number;
        c->request.at_once = c->number;
        c->request.seconds_between = c->seconds;
        c->request.draws = c->draws;
        return print(work(c->request), c->choices);
    };
    std::vector<Option> all{{"FOLDER", &c->folder, "the folder of the plan", true}};
    all = joined(std::move(all), std::move(options));
    all.push_back(json_option(c->choices));
    return {std::move(name), std::move(summary), std::move(description), std::move(all), run};
}

Command screen_tile_command() {
    auto c = std::make_shared<AskedTiles>();
    return tiles_command("screen tile", "Do one tile of a plan",
                         "Its file is there whole or not at all, and the same wherever and how often it is done.",
                         {{"NUMBER", &c->tile, "of the tile, from 0", true}}, c,
                         [c](const ScreenTilesRequest& request) { return run_screening_tile(request, c->tile); });
}

Command screen_resume_command() {
    auto c = std::make_shared<AskedTiles>();
    return tiles_command("screen resume", "Do all tiles of a plan that are missing or damaged, on this machine", "",
                         {{"--threads", &c->number, "so many at most; as many as the machine has if not given"}}, c,
                         resume_screening);
}

Command screen_submit_command() {
    auto c = std::make_shared<AskedTiles>();
    return tiles_command(
        "screen submit", "Have a Slurm cluster do the tiles of a plan that are missing, and wait for it",
        "Sends an array job, whose tiles are put into the queue again if their node fails; what is missing when the "
        "job ends is sent again, three times in all. Ctrl-C cancels the job. FOLDER and this program must be the same "
        "on all nodes.",
        {{"--partition", &c->request.partition, "of the cluster; its own choice if not given"},
         {"--at-once", &c->number, "tiles that run at a time; 0: as the cluster likes"},
         {"--program", &c->request.program, "how the nodes find muster; as it was called here if not given"},
         {"--seconds", &c->seconds, "between two looks at the queue; 5 if not given"}},
        c, [](ScreenTilesRequest request) {
            if (request.program.empty()) {
                std::error_code error;
                request.program = std::filesystem::read_symlink("/proc/self/exe", error).string();
            }
            std::signal(SIGINT, ask_to_stop); // the job is cancelled first
            std::signal(SIGTERM, ask_to_stop);
            return submit_screening(request);
        });
}

Command screen_merge_command() {
    auto c = std::make_shared<AskedTiles>();
    return tiles_command(
        "screen merge", "Verify all tiles of a plan and tell what they found", "Just what muster screen run gives.",
        {{"--draws", &c->draws, "simulated profiles for the expected chance hits; 0: only their bound"},
         {"--seed", &c->request.seed, "of that simulation; 1 if not given"},
         csv_option(c->choices)},
        c, merge_screening);
}

struct AskedBench {
    Choices choices{};
    ScreenBenchRequest request{};
    std::uint64_t samples = 40'000;
    std::uint64_t families = 30'000;
    std::uint64_t threads = 1;
};

Command bench_screening_command() {
    auto c = std::make_shared<AskedBench>();
    const auto run = [c]() -> Result<int> {
        c->request.samples = c->samples;
        c->request.families = c->families;
        c->request.threads = c->threads;
        return print(bench_screening_speed(c->request), c->choices);
    };
    return {"bench screening",
            "Measure the screening of simulated remains against simulated families on this machine",
            "Prints pairs a second, exact scores included, beside the bandwidth that this machine's loads reach in the "
            "same run, and whether the hits are those of scoring every pair, on each instruction set that the "
            "processor has.",
            {{"--remains", &c->samples, "profiles; 40,000 if not given"},
             {"--families", &c->families, "families; 30,000 if not given"},
             {"--threads", &c->threads, "1 if not given"},
             json_option(c->choices)},
            run};
}

} // namespace

std::vector<Command> screen_commands() {
    return {screen_index_command(),  screen_run_command(),    screen_plan_command(), screen_tile_command(),
            screen_resume_command(), screen_submit_command(), screen_merge_command()};
}

std::vector<Command> bench_commands() {
    return {bench_screening_command()};
}

} // namespace muster::cli
