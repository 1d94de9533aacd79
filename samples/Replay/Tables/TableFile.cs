using System.IO.Compression;
using System.Text;

namespace Replay.Tables;

/// <summary>Finds a table in a folder: <c>name.csv</c> or <c>name.jsonl</c>, either of them also packed as <c>.gz</c>.</summary>
internal static class TableFile
{
    private static readonly string[] Endings = [".csv", ".jsonl", ".csv.gz", ".jsonl.gz"];

    public static string? Find(string folder, string name, FaultList faults)
    {
        var found = Endings.Select(ending => name + ending).Where(file => File.Exists(Path.Combine(folder, file))).ToList();
        if (found.Count > 1)
        {
            faults.Add(found[1], $"there is {found[0]} too", "Keep one of the two.");
        }

        return found.Count > 0 ? found[0] : null;
    }

    public static Table Read(string folder, string file, FaultList faults)
    {
        try
        {
            var path = Path.Combine(folder, file);
            if (file.EndsWith(".csv", StringComparison.Ordinal) && !EndsWithLine(path))
            {
                faults.Note($"{file}: the last line has no line end; if the file was cut off, its last value may be too short.");
            }

            using var stream = Open(path);
            using var text = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true));
            using var reader = new BoundedReader(text);
            var isJson = file.Contains(".jsonl", StringComparison.Ordinal);
            return isJson ? JsonLinesTable.Read(file, reader, faults) : CsvTable.Read(file, reader, faults);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException
            or DecoderFallbackException)
        {
            faults.Add(file, $"the file cannot be read: {exception.Message.TrimEnd('.')}", "Check the file and export it again.");
            return new Table(file, [], new FaultList());
        }
    }

    private static bool EndsWithLine(string path)
    {
        using var file = File.OpenRead(path);
        return file.Length == 0 || (file.Seek(-1, SeekOrigin.End) >= 0 && file.ReadByte() == '\n');
    }

    private static Stream Open(string path)
    {
        var file = File.OpenRead(path);
        return path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }
}
