using System.Globalization;
using NodaTime;
using Referrals.Attribution;

namespace Referrals.Samples.Attribution;

/// <summary>The command line.</summary>
internal sealed class Arguments
{
    internal const string Usage = """
        Usage: INPUT.csv [--out OUT.csv] [--touches OUT.csv] [--direct CHANNEL] [--orders 1,2]

        INPUT.csv is a path table       path,total_conversions,total_conversion_value,total_null[,hours_before]
                  or single journeys    id,path,conv,value[,hours_before]
                  or an event log       customer,time,event,channel,value

          --out FILE        model,channel,conversions,value of every model
          --touches FILE    id,model,index,channel,credit: percent of the conversion that each touch earns
          --direct CHANNEL  the channel that "last non" passes over; Direct by default
          --orders LIST     orders of the Markov model; 1,2 by default

        For an event log:
          --lookback DAYS   how old a touch may be; 30 by default
          --transform T     none, unique, exposure, first or frequency; none by default
          --drop A,B        channels whose touches leave first
          --max-touches N   the newest touches a journey keeps
          --no-reuse        each touch serves the next conversion only
        """;

    internal required string Path { get; init; }

    internal string? Out { get; private set; }

    internal string? Touches { get; private set; }

    internal string Direct { get; private set; } = "Direct";

    internal IReadOnlyList<int> Orders { get; private set; } = [1, 2];

    internal JourneyRules Rules { get; private set; } = JourneyRules.Default;

    internal static Arguments Parse(string[] args)
    {
        if (args.Length == 0 || args[0].StartsWith("--", StringComparison.Ordinal))
        {
            throw new UsageException("Name the input file first.");
        }

        if (string.IsNullOrWhiteSpace(args[0]))
        {
            throw new UsageException("The name of the input file is empty.");
        }

        var arguments = new Arguments { Path = args[0] };
        for (var i = 1; i < args.Length; i++)
        {
            if (args[i] == "--no-reuse")
            {
                arguments.Rules = arguments.Rules.WithoutReuse();
                continue;
            }

            if (i + 1 == args.Length || string.IsNullOrWhiteSpace(args[i + 1]))
            {
                throw new UsageException($"The option '{args[i]}' needs a value, or is unknown.");
            }

            arguments.Set(args[i], args[++i]);
        }

        return arguments;
    }

    private void Set(string option, string value)
    {
        switch (option)
        {
            case "--out": Out = value; break;
            case "--touches": Touches = value; break;
            case "--direct": Direct = value.Trim(); break;
            case "--orders": Orders = [.. value.Split(',').Select(order => Number(option, order, 1, 10)).Distinct()]; break;
            case "--lookback": Rules = Rules.Within(Lookback.Elapsed(Duration.FromDays(Number(option, value, 0, 36_500)))); break;
            case "--max-touches": Rules = Rules.AtMost(Number(option, value, 1, int.MaxValue)); break;
            case "--drop": Rules = Rules.Dropping(value.Split(',', StringSplitOptions.TrimEntries)); break;
            case "--transform" when Enum.TryParse<PathTransform>(value, ignoreCase: true, out var transform) && Enum.IsDefined(transform):
                Rules = Rules.Transformed(transform);
                break;
            case "--transform": throw new UsageException($"'{value}' is not a valid transform: use none, unique, exposure, first or frequency.");
            default: throw new UsageException($"The option '{option}' is unknown.");
        }
    }

    private static int Number(string option, string text, int least, int most) =>
        int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
        && number >= least && number <= most
            ? number
            : throw new UsageException($"'{text}' of {option} is not a whole number from {least} to {most}.");
}
