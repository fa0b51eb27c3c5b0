using TikTokFollowing.Help;

// build: writes the help files. update: rewrites what the pages take over from the classes. notices: writes what the licences of others ask.
// Called by the build of src/TikTokFollowing, the second with -p:UpdateDocs=true.
try
{
    switch (args)
    {
        case ["build", string assembly, string docs, string output]:
            Directory.CreateDirectory(output);
            foreach ((string name, byte[] content) in new HelpBuilder(assembly, docs).Build())
            {
                File.WriteAllBytes(Path.Combine(output, name), content);
            }

            return 0;
        case ["update", string assembly, string docs]:
            foreach (string page in new HelpBuilder(assembly, docs).Update())
            {
                Console.WriteLine(page);
            }

            return 0;
        case ["notices", string packages, string licenses, string output, .. string[] files]:
            File.WriteAllText(output, new NoticesBuilder(packages, licenses).Build(files));
            return 0;
        default:
            Console.Error.WriteLine(
                "Usage: TikTokFollowing.Help build ASSEMBLY DOCS OUTPUT | update ASSEMBLY DOCS | notices PACKAGES LICENSES OUTPUT FILE=PACKAGE/VERSION ...");
            return 2;
    }
}
catch (Exception wrong) when (wrong is HelpException or InvalidOperationException)
{
    Console.Error.WriteLine(wrong.Message);
    return 1;
}
