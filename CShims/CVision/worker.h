#ifndef CVISION_WORKER_H
#define CVISION_WORKER_H

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

namespace cvision {

// One thread that does one task at a time, again and again.
class Worker {
  public:
    explicit Worker(std::function<void()> task)
        : task_(std::move(task)), thread_([this] { run(); }) {}
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    ~Worker() {
        {
            const std::lock_guard lock(mutex_);
            state_ = State::leaving;
        }
        changed_.notify_all();
        thread_.join();
    }

    // Lets the task run once; it must not be running.
    void start() {
        {
            const std::lock_guard lock(mutex_);
            state_ = State::working;
        }
        changed_.notify_all();
    }

    // Waits until the task is done; throws what it threw.
    void wait() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return state_ != State::working; });
        if (auto error = std::exchange(error_, nullptr)) std::rethrow_exception(error);
    }

  private:
    enum class State { idle, working, leaving };

    void run() {
        std::unique_lock lock(mutex_);
        for (;;) {
            changed_.wait(lock, [this] { return state_ != State::idle; });
            if (state_ == State::leaving) return;
            lock.unlock();
            std::exception_ptr error;
            try {
                task_();
            } catch (...) {
                error = std::current_exception();
            }
            lock.lock();
            error_ = error;
            if (state_ == State::working) state_ = State::idle;
            changed_.notify_all();
        }
    }

    const std::function<void()> task_;
    std::mutex mutex_;
    std::condition_variable changed_;
    State state_ = State::idle;
    std::exception_ptr error_;
    std::thread thread_;  // Last: it uses all of the above.
};

}  // namespace cvision

#endif
