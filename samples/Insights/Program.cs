// Runs every estimator of Referrals.Insights on CSV files and prints a table, an interval and what they mean.
//
//     dotnet run --project samples/Insights                              all pages, on the data that is included
//     dotnet run --project samples/Insights -- experiment my.csv         one page, on a file or folder of your own
using System.Globalization;
using System.Text;
using InsightsSample;

Console.OutputEncoding = Encoding.UTF8;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var data = Path.Combine(AppContext.BaseDirectory, "data");
var lamps = Path.Combine(data, "lamps");
var pages = new (string Name, string Input, Action<string, TextWriter> Print)[]
{
    ("experiment", Path.Combine(data, "experiment.csv"), ExperimentPage.Print),
    ("value", lamps, ValuePage.Print),
    ("survival", lamps, SurvivalPage.Print),
    ("advocates", lamps, AdvocatePage.Print),
    ("forecast", lamps, ForecastPage.Print),
    ("feedback", lamps, FeedbackPage.Print),
    ("incremental", Path.Combine(data, "experiment.csv"), IncrementalPage.Print),
};

if (args.Length > 2 || (args.Length > 0 && !pages.Any(page => page.Name == args[0])))
{
    Console.Error.WriteLine($"Usage: [{string.Join("|", pages.Select(page => page.Name))}] [file or folder]");
    return 2;
}

try
{
    foreach (var page in pages.Where(page => args.Length == 0 || page.Name == args[0]))
    {
        page.Print(args.Length == 2 ? args[1] : page.Input, Console.Out);
        Console.WriteLine();
    }

    return 0;
}
catch (Exception exception) when (exception is FormatException or ArgumentException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
