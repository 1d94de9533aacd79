// Credits channels for conversions by every attribution model of the library, side by side.
// Try it: dotnet run -c Release --project samples/Attribution -- samples/Attribution/journeys.csv
// or, with times and several conversions a customer: samples/Attribution/events.csv --no-reuse
using System.Text;
using Referrals.Samples.Attribution;

Console.OutputEncoding = Encoding.UTF8;
if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(Arguments.Usage);
    return 0;
}

try
{
    var arguments = Arguments.Parse(args);
    var input = Input.Read(arguments);
    var answers = Answers.Of(input, arguments);

    Report.Print(Console.Out, input, answers);
    if (arguments.Out is { } results)
    {
        File.WriteAllText(results, answers.ToCsv());
    }

    if (arguments.Touches is { } touches)
    {
        TouchFile.Write(touches, input, arguments.Direct);
    }

    foreach (var note in input.Notes.Concat(answers.Notes))
    {
        Console.Error.WriteLine("Note: " + note);
    }

    return 0;
}
catch (UsageException exception)
{
    Console.Error.WriteLine(exception.Message);
    Console.Error.WriteLine(Arguments.Usage);
    return 2;
}
catch (Exception exception) when (exception is InputException or InvalidOperationException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
