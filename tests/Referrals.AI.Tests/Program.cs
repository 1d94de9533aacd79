// The program of this project is the MCP server over stdio that StdioTests starts: a story of a shop, and whoever the first argument says. The tests are run by
// the test host and not by this.
using Referrals.AI.Tests.Mcp;

await StdioServer.RunAsync(args);
