#include "common/http/curl_multi.hpp"

#include <curl/curl.h>

#include <stdexcept>

#include "common/http/curl_transfer.hpp"

namespace fenghuo {

struct CurlMulti::Impl {
  Done done;
  CURLM* multi = nullptr;
  std::vector<std::unique_ptr<Transfer>> all;
  std::vector<Transfer*> idle;
  std::vector<curl_waitfd> waiting;
  std::size_t active = 0;

  Impl(Done on_done, std::size_t keep);
  ~Impl();
  Transfer& take();
  void add(Transfer& transfer);
  void release(Transfer& transfer);
  void finish(Transfer& transfer, CURLcode code);
  void report(Transfer& transfer, CURLcode code, bool cancelled = false);
};

CurlMulti::Impl::Impl(Done on_done, std::size_t keep) : done(std::move(on_done)) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  multi = ready == CURLE_OK ? curl_multi_init() : nullptr;
  if (multi == nullptr) throw std::runtime_error("libcurl could not be started");
  curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, static_cast<long>(std::max<std::size_t>(keep, 1)));
  curl_multi_setopt(multi, CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_NOTHING));
}

CurlMulti::Impl::~Impl() {
  for (const auto& one : all)
    if (one->active) curl_multi_remove_handle(multi, one->easy);
  all.clear();
  curl_multi_cleanup(multi);
}

Transfer& CurlMulti::Impl::take() {
  if (idle.empty()) {
    auto fresh = std::make_unique<Transfer>();
    idle.push_back(fresh.get());
    all.push_back(std::move(fresh));
  }
  Transfer& transfer = *idle.back();
  idle.pop_back();
  return transfer;
}

void CurlMulti::Impl::add(Transfer& transfer) {
  if (const CURLMcode code = curl_multi_add_handle(multi, transfer.easy); code != CURLM_OK)
    throw std::runtime_error(std::string{"curl_multi_add_handle: "} + curl_multi_strerror(code));
  transfer.active = true;
  ++active;
}

void CurlMulti::Impl::release(Transfer& transfer) {
  curl_multi_remove_handle(multi, transfer.easy);
  transfer.active = false;
  --active;
}

void CurlMulti::Impl::finish(Transfer& transfer, CURLcode code) {
  release(transfer);
  if (transfer.kept_connection_refused()) {
    transfer.dial_anew();
    return add(transfer);
  }
  report(transfer, code);
}

// The transfer is idle before its reply is handed on, since that may submit the next request.
void CurlMulti::Impl::report(Transfer& transfer, CURLcode code, bool cancelled) {
  transfer.conclude(code);
  HttpReply reply = std::move(transfer.reply);
  if (cancelled && reply.status == 0) {
    reply.trouble = HttpTrouble::cancelled;
    reply.reason = "stopped before an answer came";
  }
  idle.push_back(&transfer);
  done(std::move(reply));
}

CurlMulti::CurlMulti(Done done, std::size_t keep) : impl_(std::make_unique<Impl>(std::move(done), keep)) {}
CurlMulti::~CurlMulti() = default;

void CurlMulti::submit(HttpRequest request) {
  Transfer& transfer = impl_->take();
  transfer.begin(std::move(request));
  impl_->add(transfer);
}

void CurlMulti::run() {
  int running = 0;
  curl_multi_perform(impl_->multi, &running);
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(impl_->multi, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    char* data = nullptr;
    const CURLcode code = message->data.result;  // the message dies when its handle is removed
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &data);
    impl_->finish(*reinterpret_cast<Transfer*>(data), code);
  }
}

void CurlMulti::wait(std::span<const int> extra, Millis longest) {
  auto& fds = impl_->waiting;
  fds.clear();
  for (const int fd : extra) fds.push_back({fd, CURL_WAIT_POLLIN, 0});
  curl_multi_poll(impl_->multi, fds.data(), static_cast<unsigned>(fds.size()), static_cast<int>(std::max(longest, Millis{0}).count()),
                  nullptr);
}

std::size_t CurlMulti::in_flight() const { return impl_->active; }

void CurlMulti::cancel_all() {
  for (std::size_t i = 0; i < impl_->all.size(); ++i) {  // by index: a completion may submit more
    Transfer& transfer = *impl_->all[i];
    if (!transfer.active) continue;
    impl_->release(transfer);
    impl_->report(transfer, CURLE_ABORTED_BY_CALLBACK, true);
  }
}

}  // namespace fenghuo
