<?php
namespace App;

use Doctrine\ORM\Mapping as ORM;

/**
 * A product.
 */
#[ORM\Entity(repositoryClass: Repo::class)]
#[Local]
final class Product
{
    #[ORM\Id, ORM\Column(type: "int")]
    private int $id;

    #[Route("/x")]
    public function show(#[Local] int $x) {}
}

#[Attribute]
class Local {}

#[Local]
function helper() {}

class Repo {}
