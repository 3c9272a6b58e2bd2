#include "services/gateway/gateway.hpp"

int main(int argc, char** argv) { return fenghuo::run_process("gateway", argc, argv, fenghuo::gateway::run); }
