// A team's own rules: by the margin of order lines, with a count over history, in the month of a birthday; and a guard. See README.md.
using Bookshop;

return await Tour.RunAsync(Console.Out).ConfigureAwait(false);
