using Backfill.Tables;

namespace Backfill;

/// <summary>Reads the tables, asks the SDK about every referral, prints what came out.</summary>
public static class BackfillProgram
{
    private const string Usage = "Usage: backfill [FOLDER] [--json]";

    /// <returns>0 when every referral got a decision, 2 when the tables cannot be used.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        try
        {
            var folder = FolderOf(arguments);
            var tables = ClubTables.Read(folder);
            var verdicts = await Migration.RunAsync(tables, cancellationToken).ConfigureAwait(false);
            var text = arguments.Contains("--json") ? JsonReport.Write(tables, verdicts) : TextReport.Write(folder, tables, verdicts);
            await output.WriteAsync(text).ConfigureAwait(false);
            return 0;
        }
        catch (Exception exception) when (exception is UnusableInputException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return 2;
        }
    }

    private static string FolderOf(IReadOnlyList<string> arguments)
    {
        var folders = arguments.Where(static argument => argument != "--json").ToList();
        return folders switch
        {
            [] => Path.Combine(AppContext.BaseDirectory, "data", "club"),
            [var folder] when !folder.StartsWith('-') && Directory.Exists(folder) => folder,
            [var folder] when !folder.StartsWith('-') => throw new UnusableInputException($"There is no folder {folder}. {Usage}"),
            _ => throw new UnusableInputException($"These arguments are not understood: {string.Join(' ', arguments)}. {Usage}"),
        };
    }
}
