#include "jobs.hpp"

#include "body.hpp"
#include "muster/app/hashing.hpp"

#include <algorithm>

namespace muster::server {
namespace {

constexpr std::size_t most_running = 2;
constexpr std::size_t most_kept = 50;

} // namespace

std::string Jobs::Job::json(bool whole) {
    const std::lock_guard lock(mutex);
    return "{\"id\":" + json_text(id) + ",\"job\":" + json_text(name) + ",\"state\":" + json_text(state) +
           ",\"done\":" + std::to_string(done) + ",\"all\":" + std::to_string(all) +
           ",\"step\":" + json_text(step.load()) + (whole ? outcome : "") + "}";
}

void Jobs::Job::run(const Work& work) {
    Result<Answer> answer = fail(ErrorKind::internal, "a defect of muster, please report it");
    try {
        answer = work([this](std::uint64_t finished, std::uint64_t whole, const char* of) {
            step = of;
            done = finished;
            all = whole;
            return !cancelled;
        });
    } catch (const std::bad_alloc&) {
        answer = fail(ErrorKind::unanswerable, "not enough memory");
    } catch (const std::exception& error) {
        answer = fail(ErrorKind::internal, std::string("a defect of muster, please report it: ") + error.what());
    }
    const std::lock_guard lock(mutex);
    if (cancelled) {
        state = "cancelled";
    } else if (answer) {
        state = "done";
        outcome = ",\"answer\":" + answer->json;
    } else {
        state = "failed";
        outcome =
            ",\"problem\":{\"status\":500,\"title\":\"failed\",\"detail\":" + json_text(answer.error().message) + "}";
    }
}

std::optional<std::string> Jobs::start(const std::string& owner, const std::string& job, Work work) {
    auto made = std::make_shared<Job>();
    made->id = random_token().substr(0, 16);
    made->owner = owner;
    made->name = job;
    const std::lock_guard lock(mutex_);
    const auto is_running = [](const std::shared_ptr<Job>& one) {
        const std::lock_guard of_job(one->mutex);
        return one->state == "running";
    };
    if (stopped_ || static_cast<std::size_t>(std::count_if(jobs_.begin(), jobs_.end(), is_running)) >= most_running) {
        return std::nullopt;
    }
    while (jobs_.size() >= most_kept && !is_running(jobs_.back())) {
        jobs_.back()->thread.join();
        jobs_.pop_back();
    }
    made->thread = std::thread([made = made.get(), work = std::move(work)] { made->run(work); });
    jobs_.push_front(made);
    return made->id;
}

std::shared_ptr<Jobs::Job> Jobs::find(const std::string& owner, const std::string& id) const {
    const std::lock_guard lock(mutex_);
    const auto at =
        std::find_if(jobs_.begin(), jobs_.end(), [&](const auto& one) { return one->id == id && one->owner == owner; });
    return at == jobs_.end() ? nullptr : *at;
}

std::vector<std::string> Jobs::list(const std::string& owner) const {
    std::vector<std::string> out;
    const std::lock_guard lock(mutex_);
    for (const auto& one : jobs_) {
        if (one->owner == owner) {
            out.push_back(one->json(false));
        }
    }
    return out;
}

std::optional<std::string> Jobs::describe(const std::string& owner, const std::string& id, bool whole) const {
    const auto job = find(owner, id);
    return job ? std::optional(job->json(whole)) : std::nullopt;
}

bool Jobs::cancel(const std::string& owner, const std::string& id) {
    const auto job = find(owner, id);
    if (job) {
        job->cancelled = true;
    }
    return job != nullptr;
}

std::function<Event()> Jobs::events(const std::string& owner, const std::string& id) const {
    return [job = find(owner, id), last = std::string()]() mutable {
        const std::string now = job->json(true);
        Event event;
        event.last = now.find("\"state\":\"running\"") == std::string::npos;
        event.data = now == last ? std::string() : now;
        last = now;
        return event;
    };
}

void Jobs::stop() {
    std::list<std::shared_ptr<Job>> all;
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
        all.swap(jobs_);
    }
    for (const auto& job : all) {
        job->cancelled = true;
    }
    for (const auto& job : all) {
        job->thread.join();
    }
}

} // namespace muster::server
