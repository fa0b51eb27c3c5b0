using System.Management.Automation;
using System.Runtime.CompilerServices;
using TikTokFollowing.Completion;
using TikTokFollowing.Pipeline;
using TikTokFollowing.Store;
using TikTokFollowing.Store.Graph;

namespace TikTokFollowing.Commands;

/// <summary>Writes the network of the lists of a store into a file.</summary>
[Cmdlet(VerbsData.Export, "TikTokFollowingGraph", HelpUri = HelpAddress.Pages + "Export-TikTokFollowingGraph.md")]
public sealed class ExportTikTokFollowingGraphCommand : CancellableCommand
{
    // Boxed, because it is of a value type of the store (see ModuleLifetime).
    private object? _format;

    /// <summary>The store's file.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string StorePath { get; set; } = string.Empty;

    /// <summary>The file to write.</summary>
    [Parameter(Position = 1, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>The format; else the file's extension says it.</summary>
    [Parameter]
    public FollowingGraphFormat Format
    {
        get => (FollowingGraphFormat)(_format ?? FollowingGraphFormat.Gexf);
        set => _format = value;
    }

    /// <summary>Whose lists; all when left out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(HandleCompleter))]
    public string[]? Handle { get; set; }

    /// <summary>The time; the whole history when left out.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(NoCompletion))]
    public DateTimeOffset? AsOf { get; set; }

    /// <summary>Whether existing files are replaced.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string path = Resolve();
        FollowingGraphFormat format = FormatOf(path);
        List<string>? handles = ReadHandles(Handle);
        if (handles is { Count: 0 })
        {
            return;
        }

        try
        {
            foreach (string written in Write(path, format, handles))
            {
                WriteVerbose($"Wrote {written}.");
            }
        }
        catch (FollowingException error)
        {
            Fail(error, StorePath);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            bool exists = !Force && Exists(path, format);
            ThrowTerminatingError(exists
                ? ErrorRecords.Create(error, "FileExists", ErrorCategory.ResourceExists, Path, "Use -Force to replace it.")
                : ErrorRecords.Create(error, "FileNotWritten", ErrorCategory.WriteError, Path, "Check the path and the disk."));
        }
    }

    // A separate method, so that the store is loaded when the cmdlet runs and not when the module is imported.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private IReadOnlyList<string> Write(string path, FollowingGraphFormat format, List<string>? handles)
    {
        using FollowingStore store = FollowingStore.OpenToRead(StorePaths.Resolve(this, StorePath), TimeProvider.System);
        HistoryFilter filter = new()
        {
            Handles = handles,
            AsOf = AsOf,

            // The formats carry when each follow began and ended.
            IncludeEnded = AsOf is null,
        };
        return store.ExportGraph(path, format, filter, Force);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Exists(string path, FollowingGraphFormat format) => GraphExport.Paths(path, format).Any(File.Exists);

    private string Resolve()
    {
        try
        {
            return StorePaths.Resolve(this, Path);
        }
        catch (FollowingException error)
        {
            Fail(error, Path);
            throw;
        }
    }

    private FollowingGraphFormat FormatOf(string path)
    {
        if (_format is not null)
        {
            return Format;
        }

        switch (System.IO.Path.GetExtension(path).ToUpperInvariant())
        {
            case ".GEXF":
                return FollowingGraphFormat.Gexf;
            case ".GRAPHML":
                return FollowingGraphFormat.GraphML;
            case ".CSV":
                return FollowingGraphFormat.Csv;
            default:
                ArgumentException unknown = new($"The extension of {Path} names no format. Use .gexf, .graphml or .csv, or -Format.");
                ThrowTerminatingError(ErrorRecords.Create(
                    unknown, "FormatUnknown", ErrorCategory.InvalidArgument, Path, "Use a path that ends in .gexf, .graphml or .csv, or pass -Format."));
                throw unknown;
        }
    }
}
