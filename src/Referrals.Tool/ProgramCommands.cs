using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Referrals.Explanations;
using Referrals.Serialization;

namespace Referrals.Tool;

/// <summary>What needs a program only.</summary>
internal static class ProgramCommands
{
    internal static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    internal static int Validate(CommandLine line, TextWriter output)
    {
        var results = line.SomeFiles().Select(static file => (File: file, Mistakes: MistakesOf(file))).ToArray();
        if (line.Has("--json"))
        {
            WriteJson(output, results.Select(static result => new
            {
                result.File,
                IsValid = result.Mistakes.Count == 0,
                Mistakes = result.Mistakes.Select(static mistake => new { mistake.Code, mistake.Path, mistake.Line, mistake.Column, mistake.Message }),
            }));
        }
        else
        {
            foreach (var (file, mistakes) in results)
            {
                output.WriteLine(mistakes.Count == 0 ? $"{file}: valid" : string.Create(
                    CultureInfo.InvariantCulture, $"{file}: {mistakes.Count} {(mistakes.Count == 1 ? "mistake" : "mistakes")}"));
                foreach (var mistake in mistakes)
                {
                    output.WriteLine($"{file}({mistake.Line},{mistake.Column}): {mistake}");
                }
            }
        }

        return results.All(static result => result.Mistakes.Count == 0) ? ExitCodes.Fine : ExitCodes.Found;
    }

    internal static async Task<int> ReviewAsync(CommandLine line, TextWriter output, CancellationToken cancellationToken)
    {
        var options = new AnalysisOptions
        {
            RefundPeriod = line.Value("--refund-days") is not { } days ? null
                : int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 3_660 ? TimePeriod.Days(number)
                : throw ToolException.Usage($"--refund-days takes 1 to 3660 days, not '{days}'."),
        };
        var accepted = line.Values("--accept").Select(Acceptance).ToArray();
        var used = new bool[accepted.Length];
        var found = false;
        var reviews = new List<object>();
        var hasHistory = HistorySource.IsGiven(line);
        foreach (var file in line.SomeFiles())
        {
            var program = Read(file);
            ProgramAnalysis review;
            if (hasHistory)
            {
                await using var source = await HistorySource.OpenAsync(line, program.Id, cancellationToken).ConfigureAwait(false);
                review = await source.Engine.Operations.AnalyzeAsync(program, options, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                review = ProgramAnalysis.Of(program, options);
            }

            for (var i = 0; i < accepted.Length; i++)
            {
                if (review.Findings.Any(finding => finding.Code == accepted[i].Code))
                {
                    review = review.Accept(accepted[i].Code, accepted[i].Reason);
                    used[i] = true;
                }
            }

            found |= review.Findings.Any(finding => finding.Severity > FindingSeverity.Note || line.Has("--strict"));
            reviews.Add(new
            {
                File = file,
                Findings = review.Findings.Select(static finding => new
                {
                    finding.Code,
                    finding.Severity,
                    finding.Path,
                    finding.Message,
                    finding.Remedy,
                    Example = finding.Example is not { } example ? null : new { Text = example.ToString(), example.Conversion, example.EarnedBy },
                }),
                Accepted = review.Accepted.Select(static one => new { one.Finding.Code, one.Finding.Path, one.Reason }),
                ReadingEase = Math.Round(review.ReadingEase),
            });
            if (!line.Has("--json"))
            {
                await output.WriteAsync($"{file}\n{review.ToText()}").ConfigureAwait(false);
            }
        }

        if (line.Has("--json"))
        {
            WriteJson(output, reviews);
        }

        var unused = accepted.Where((_, i) => !used[i]).Select(static each => each.Code).ToArray();
        return unused.Length > 0
            ? throw ToolException.Usage($"Nothing was found of {string.Join(", ", unused)}; take the acceptance out, since it would hide the next finding of its kind.")
            : found ? ExitCodes.Found : ExitCodes.Fine;
    }

    internal static int Terms(CommandLine line, TextWriter output)
    {
        var program = Read(line.SomeFiles()[0]);
        var culture = line.Value("--culture") is not { } name ? CultureInfo.GetCultureInfo("en")
            : name.Length >= 2 && name[..2].ToLowerInvariant() is "en" or "de" or "fr" or "es" ? CultureOf(name)
            : throw ToolException.Usage($"There are no words for '{name}'; write en, de, fr or es.");
        Side[] sides = line.Value("--side") switch
        {
            null => [Side.Referrer, Side.Referee],
            "referrer" => [Side.Referrer],
            "referee" => [Side.Referee],
            var other => throw ToolException.Usage($"--side is referrer or referee, not '{other}'."),
        };
        var terms = sides.Select(side => (Side: side, Terms: ProgramTerms.Of(program, side, ReferralTexts.For(culture)))).ToArray();
        if (line.Has("--json"))
        {
            WriteJson(output, terms.Select(static each => new { each.Side, each.Terms.Summary, each.Terms.Sections }));
            return ExitCodes.Fine;
        }

        output.Write(string.Join('\n', terms.Select(each => line.Has("--markdown") ? each.Terms.ToMarkdown() : each.Terms.ToText())));
        return ExitCodes.Fine;
    }

    internal static int Schema(TextWriter output)
    {
        using var schema = new StreamReader(typeof(ProgramCommands).Assembly.GetManifestResourceStream("schema.json")!);
        output.Write(schema.ReadToEnd());
        return ExitCodes.Fine;
    }

    internal static ReferralProgram Read(string file)
    {
        try
        {
            return ProgramJson.Read(TextOf(file));
        }
        catch (ReferralProgramException mistake)
        {
            throw new ToolException(ExitCodes.Found, $"{file}: {mistake.Message}");
        }
    }

    internal static void WriteJson(TextWriter output, object value) => output.WriteLine(JsonSerializer.Serialize(value, Indented));

    private static IReadOnlyList<ProgramFinding> MistakesOf(string file)
    {
        try
        {
            _ = ProgramJson.Read(TextOf(file));
            return [];
        }
        catch (ReferralProgramException mistake)
        {
            return mistake.Findings;
        }
    }

    private static string TextOf(string file)
    {
        if (file == "-")
        {
            return Console.In.ReadToEnd();
        }

        const int most = 1 << 20;
        return !File.Exists(file) ? throw ToolException.Unreadable($"There is no file '{file}'.")
            : new FileInfo(file).Length > most ? throw ToolException.Unreadable($"'{file}' is larger than a program can be.")
            : File.ReadAllText(file);
    }

    private static CultureInfo CultureOf(string name)
    {
        try
        {
            return CultureInfo.GetCultureInfo(name);
        }
        catch (CultureNotFoundException)
        {
            throw ToolException.Usage($"'{name}' is no name of a culture; write one such as de or de-AT.");
        }
    }

    private static (string Code, string Reason) Acceptance(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && !string.IsNullOrWhiteSpace(text[(equals + 1)..])
            ? (text[..equals], text[(equals + 1)..].Trim())
            : throw ToolException.Usage($"--accept takes a code and a reason, such as --accept \"review.no_hold=Points are given for visits.\", not '{text}'.");
    }
}
