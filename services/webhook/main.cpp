#include "common/process/skeleton.hpp"
#include "services/webhook/app.hpp"

int main(int argc, char** argv) { return fenghuo::run_process("webhook", argc, argv, fenghuo::webhook::run); }
