#define GUARDED_BY(x)
#define REQUIRES(x)
class Status {
public:
    bool ok() const { return true; }
};
class Queue {
public:
    bool is_empty() const REQUIRES(mutex_) {
        return count_ == 0;
    }
    bool is_good() const { return status_.ok(); }
    void wait() const REQUIRES(mutex_);
private:
    int mutex_;
    int count_ GUARDED_BY(mutex_);
    Status status_ GUARDED_BY(mutex_);
};
